/* daemon/style.c - GET /style.css: the look of the pages, served from memory
 *
 * Colours of stances are apart in hue and in lightness and never stand alone: shape and word say
 * the same. */
#include "daemon/route.h"

/* clang-format off */
static const char style[] =
":root{color-scheme:light dark;"
"--paper:#fdfdfc;--ink:#1a1c20;--quiet:#5d636e;--line:#e2e3e6;--tint:#f3f4f5;--link:#1b4b8f;"
"--mark:#ffec99;--warn:#8a5a00;"
"--s0:#00697a;--s1:#5a6270;--s2:#a8480a;--s3:#6b4ba1;--s4:#3d6b1f;--s5:#9c2f63;--s6:#1f5fae;--s7:#7a5c00;"
"--ui:system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",\"Liberation Sans\",sans-serif;"
"--text:Charter,\"Bitstream Charter\",\"Iowan Old Style\",\"Source Serif 4\",\"Noto Serif\",Georgia,\"DejaVu Serif\",serif}\n"
"@media(prefers-color-scheme:dark){:root{"
"--paper:#15171a;--ink:#e4e6ea;--quiet:#9aa1ad;--line:#2d3036;--tint:#1e2125;--link:#8db8f5;"
"--mark:#5c4a00;--warn:#e5b454;"
"--s0:#4fc3d6;--s1:#a4acb9;--s2:#f19a55;--s3:#b79cf0;--s4:#98cc70;--s5:#ee8db8;--s6:#84b6f7;--s7:#d9b84a}}\n"
"*{box-sizing:border-box}\n"
"html{font:100%/1.5 var(--ui);color:var(--ink);background:var(--paper);"
"-webkit-text-size-adjust:100%;text-size-adjust:100%}\n"
"body{margin:0;display:flex;flex-direction:column;min-height:100vh}\n"
"a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:.18em}\n"
"a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible,summary:focus-visible"
"{outline:2px solid var(--link);outline-offset:2px}\n"
"h1,h2,p,ul,ol{margin:0;padding:0}\n"
"ul,ol{list-style:none}\n"
".skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.25rem .5rem;z-index:1}\n"
".bar,main{width:100%;max-width:68rem;margin:0 auto;padding:0 1.25rem}\n"
".quiet{color:var(--quiet);font-size:.875rem}\n"
"bdi{overflow-wrap:anywhere}\n"

/* header and form */
"header{border-bottom:1px solid var(--line);background:var(--tint)}\n"
"header .bar{display:grid;grid-template-columns:13rem minmax(0,44rem);gap:0 2.5rem;padding-top:1.1rem;padding-bottom:.9rem}\n"
".brand{font:600 1.5rem/2.5rem var(--text);letter-spacing:-.01em;color:var(--ink);text-decoration:none}\n"
".ask{display:flex;gap:.5rem}\n"
"input,select,button{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--line);"
"border-radius:.375rem;padding:.35rem .6rem;min-width:0}\n"
"input,select{border-color:color-mix(in srgb,var(--quiet) 55%,transparent)}\n"
".ask input{flex:1;height:2.5rem;font-size:1.0625rem}\n"
"button{background:var(--link);border-color:var(--link);color:var(--paper);font-weight:600;padding:0 1.1rem;cursor:pointer}\n"
".options{margin-top:.5rem;font-size:.875rem}\n"
".options summary{cursor:pointer;color:var(--quiet);width:max-content}\n"
".fields label{white-space:nowrap}.fields{display:flex;flex-wrap:wrap;gap:.6rem 1.25rem;align-items:center;padding-top:.6rem}\n"
".switch{display:flex;gap:.4rem;align-items:center}\n"

/* results */
"main{flex:1;padding-top:1.5rem;padding-bottom:3rem}\n"
".columns{display:grid;grid-template-columns:13rem minmax(0,44rem);gap:0 2.5rem}\n"
".results{grid-column:2;grid-row:1}.facets{grid-column:1;grid-row:1}\n"
".summary{display:flex;flex-wrap:wrap;align-items:baseline;gap:.25rem .9rem;margin-bottom:.5rem}\n"
".summary h1{font-size:1rem;font-weight:600}\n"
".jump{display:none}\n"
".chosen{display:flex;flex-wrap:wrap;gap:.4rem;margin:.25rem 0 .75rem}\n"
".chosen a{display:inline-block;border:1px solid var(--line);border-radius:2rem;padding:.1rem .7rem;"
"font-size:.875rem;color:inherit;text-decoration:none;background:var(--tint)}\n"
".chosen a:hover{border-color:var(--quiet)}.chosen span{color:var(--quiet)}\n"
".hit{padding:1.15rem 0;border-top:1px solid var(--line)}\n"
".hit h2{font:600 1.1875rem/1.35 var(--text);text-wrap:pretty}\n"
".hit h2 a{text-decoration:none}.hit h2 a:hover{text-decoration:underline}\n"
".hit h2 a:visited{color:color-mix(in srgb,var(--link) 55%,var(--quiet))}\n"
".meta{font-size:.875rem;color:var(--quiet);margin-top:.15rem}.meta .source{color:var(--ink)}\n"
".snippet{font:1rem/1.55 var(--text);margin:.4rem 0 .5rem;overflow-wrap:break-word}\n"
"mark{background:var(--mark);color:inherit;border-radius:.15em;padding:0 .08em;font-weight:600}\n"
".synthetic{display:inline-block;border:1px dashed currentColor;border-radius:.25rem;padding:0 .35rem;"
"font-size:.75rem;line-height:1.5;color:var(--warn)}\n"

/* stances */
".shape{width:.7em;height:.7em;fill:currentColor;flex:none}\n"
".shape .ring{fill:none;stroke:currentColor;stroke-width:1.5}\n"
".stance{display:inline-flex;flex-wrap:wrap;gap:0 .4rem;align-items:center;font-size:.875rem}\n"
".stance b{font-weight:600}.stance .by{color:var(--quiet)}\n"
".s0{color:var(--s0)}.s1{color:var(--s1)}.s2{color:var(--s2)}.s3{color:var(--s3)}"
".s4{color:var(--s4)}.s5{color:var(--s5)}.s6{color:var(--s6)}.s7{color:var(--s7)}"
".s8,.s9,.s10{color:var(--quiet)}\n"

/* facets */
".facets section{margin-bottom:1.6rem}\n"
".facets h2{font-size:.8125rem;font-weight:600;color:var(--quiet);margin-bottom:.25rem}\n"
".facets a{display:grid;grid-template-columns:auto 1fr auto;gap:0 .45rem;align-items:center;"
"padding:.22rem .4rem;margin:0 -.4rem;border-radius:.25rem;color:inherit;text-decoration:none;font-size:.875rem}\n"
".facets a:hover{background:var(--tint)}\n"
".facets .value{grid-column:2;line-height:1.35}\n"
".facets a>.value:first-child{grid-column:1/3}\n"
".facets .count{grid-column:3;color:var(--quiet);font-variant-numeric:tabular-nums}\n"
".facets .share{grid-column:1/-1;height:3px;width:100%;margin-top:.2rem;border-radius:2px;background:var(--tint);"
"fill:color-mix(in srgb,var(--quiet) 45%,var(--paper))}\n"
".facets .shape.s0~.share{fill:var(--s0)}.facets .shape.s1~.share{fill:var(--s1)}.facets .shape.s2~.share{fill:var(--s2)}"
".facets .shape.s3~.share{fill:var(--s3)}.facets .shape.s4~.share{fill:var(--s4)}.facets .shape.s5~.share{fill:var(--s5)}"
".facets .shape.s6~.share{fill:var(--s6)}.facets .shape.s7~.share{fill:var(--s7)}\n"
".facets .on a{background:var(--tint);font-weight:600}.facets .on .count::after{content:\" ×\"}\n"

/* paging, notices */
".paging{display:grid;grid-template-columns:1fr auto 1fr;align-items:baseline;border-top:1px solid var(--line);padding-top:1rem}\n"
".paging span:last-child{text-align:right}\n"
".notice,.empty{border-left:3px solid var(--warn);background:var(--tint);padding:.75rem 1rem;margin:.5rem 0;"
"border-radius:0 .25rem .25rem 0;overflow-wrap:anywhere}\n"
".empty{border-color:var(--line)}.notice h1{font-size:1.25rem;margin-bottom:.25rem}\n"
".notice p::first-letter,.says::first-letter{text-transform:uppercase}\n"
".data{border-top:1px solid var(--line);padding-top:1rem}.paging+.data{border:0}\n"
".notice p+p,.empty p+p{margin-top:.4rem}\n"
"code{font:.9em ui-monospace,\"DejaVu Sans Mono\",monospace}\n"

/* article */
".reading{max-width:42rem;margin-left:15.5rem}\n"
".back{font-size:.875rem;margin-bottom:1.25rem}\n"
".reading:not(.notice) h1{font:600 clamp(1.6rem,1.2rem + 2vw,2.25rem)/1.2 var(--text);letter-spacing:-.012em;text-wrap:balance;margin-bottom:.6rem}\n"
".verdict{border:1px solid var(--line);border-radius:.375rem;padding:.75rem 1rem;margin:1.1rem 0 1.75rem;font-size:.875rem}\n"
".verdict .stance{font-size:1rem}\n"
".verdict .says{color:var(--quiet);margin-top:.15rem}\n"
".chances{display:grid;grid-template-columns:max-content 1fr max-content;gap:.15rem .75rem;align-items:center;margin:.6rem 0 0}\n"
".chances dt,.chances dd{margin:0}.chances dd:last-of-type{font-variant-numeric:tabular-nums}\n"
".chances dt{display:flex;gap:.4rem;align-items:center}\n"
".chances svg.share{width:100%;height:6px;background:var(--line);fill:currentColor;border-radius:3px}\n"
".chances .number{text-align:right;font-variant-numeric:tabular-nums;color:var(--quiet)}\n"
".text{font:1.125rem/1.65 var(--text);overflow-wrap:break-word;hyphens:auto}\n"
".text p+p{margin-top:1em}\n"

/* what the model weighed */
".weighed{border-top:1px solid var(--line);margin-top:1.75rem;padding-top:.75rem;font-size:.875rem}\n"
".weighed summary{cursor:pointer;font-weight:600}.weighed>p{margin:.6rem 0}\n"
".weights{border-collapse:collapse;width:100%}.weights th{font-weight:400;text-align:left}\n"
".weights td,.weights th{padding:.05rem .5rem .05rem 0;overflow-wrap:anywhere}\n"
".weighed .number{text-align:right;font-variant-numeric:tabular-nums;color:var(--quiet);white-space:nowrap}\n"
".weighed .bar{width:45%;max-width:none;margin:0}.weighed .bar svg{display:block;width:100%;height:.6rem}\n"
".weighed .for rect{fill:var(--s0)}.weighed .against rect{fill:none;stroke:var(--s2);stroke-width:2;vector-effect:non-scaling-stroke}\n"
".weighed ol{list-style:decimal;padding-left:1.2rem}.weighed li{margin:.5rem 0;font-family:var(--text)}\n"
".weighed mark{background:none;border-radius:0;font-weight:400}\n"
".f1,.f2,.f3,.f4{border-bottom:2px solid var(--s0)}.a1,.a2,.a3,.a4{border-bottom:3px dotted var(--s2)}\n"
".weighed .f3,.weighed .f4,.weighed .a3,.weighed .a4{font-weight:600}\n"

/* footer */
"footer{border-top:1px solid var(--line);font-size:.8125rem;color:var(--quiet);padding:1.25rem 0}\n"
"footer p{max-width:62ch}footer p+p{margin-top:.4rem}\n"

"@media(max-width:48rem){\n"
"header .bar{grid-template-columns:minmax(0,1fr);padding-top:.5rem}\n"
".brand{font-size:1.25rem;line-height:2rem}\n"
".columns{grid-template-columns:minmax(0,1fr)}.reading{margin-left:0}\n"
".results,.facets{grid-column:1;grid-row:auto}\n"
".facets{margin-top:2rem;border-top:1px solid var(--line);padding-top:1.25rem}\n"
".facets a{padding-top:.45rem;padding-bottom:.45rem}\n"
".jump{display:inline;margin-left:auto;font-size:.875rem}}\n"
"@media print{header,.facets,.paging,.back,.jump{display:none}.columns{display:block}}\n";
/* clang-format on */

plx_status plx_style(plx_context *c, plx_error *err)
{
    (void)err;
    c->reply->type = PLX_TYPE_CSS;
    c->reply->cache = "max-age=600";
    plx_strbuf_add(&c->reply->body, style, sizeof style - 1);
    return PLX_OK;
}
