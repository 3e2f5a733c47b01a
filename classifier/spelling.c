#include "classifier/spelling.h"

#include <string.h>

/* British and American, one pair a line; forms with one stem need only one of them. */
static const char english[] =
    "honour honor\nhonourable honorable\nlabour labor\ncolour color\nfavour favor\n"
    "favourable favorable\nfavourite favorite\nneighbour neighbor\nneighbouring neighboring\n"
    "neighbourhood neighborhood\nbehaviour behavior\nharbour harbor\nendeavour endeavor\n"
    "rumour rumor\nhumour humor\narmour armor\narmoured armored\nvigour vigor\nrigour rigor\n"
    "saviour savior\nsavour savor\nparlour parlor\nclamour clamor\nodour odor\nvapour vapor\n"
    "defence defense\noffence offense\nlicence license\npretence pretense\npractise practice\n"
    "programme program\ncentre center\ntheatre theater\nmetre meter\nkilometre kilometer\n"
    "litre liter\ncalibre caliber\nfibre fiber\nspectre specter\nmanoeuvre maneuver\n"
    "grey gray\ncheque check\nsceptical skeptical\nsceptic skeptic\nscepticism skepticism\n"
    "mould mold\nplough plow\nstorey story\ntyre tire\naluminium aluminum\nanalyse analyze\n"
    "paralyse paralyze\ncatalyse catalyze\norganise organize\norganisation organization\n"
    "recognise recognize\nrealise realize\ncriticise criticize\nauthorise authorize\n"
    "authorisation authorization\nnormalise normalize\nnormalisation normalization\n"
    "destabilise destabilize\ndestabilising destabilizing\nstabilise stabilize\n"
    "stabilisation stabilization\nmobilise mobilize\nmobilisation mobilization\n"
    "emphasise emphasize\nminimise minimize\nmaximise maximize\nfinalise finalize\n"
    "apologise apologize\nlegitimise legitimize\nweaponise weaponize\n"
    "weaponisation weaponization\nmilitarise militarize\nmilitarisation militarization\n"
    "privatise privatize\nprivatisation privatization\nprioritise prioritize\nutilise utilize\n"
    "civilisation civilization\ncolonise colonize\ncolonisation colonization\n"
    "radicalise radicalize\nradicalisation radicalization\npoliticise politicize\n"
    "capitalise capitalize\nsummarise summarize\ncharacterise characterize\nneutralise neutralize\n"
    "scrutinise scrutinize\nsympathise sympathize\nantagonise antagonize\nmarginalise marginalize\n"
    "demonise demonize\ntravelled traveled\ntravelling traveling\ntraveller traveler\n"
    "cancelled canceled\nlabelled labeled\nmodelled modeled\nfuelled fueled\nsignalled signaled\n"
    "counsellor counselor\njewellery jewelry\nenrol enroll\nfulfil fulfill\nskilful skillful\n"
    "instalment installment\njudgement judgment\nacknowledgement acknowledgment\n";

static void put(plx_spellings *s, uint64_t from, uint64_t to)
{
    uint64_t at = from % PLX_SPELLINGS_SIZE;

    if (!from || !to || from == to)
        return;
    while (s->from[at] && s->from[at] != from)
        at = (at + 1) % PLX_SPELLINGS_SIZE;
    s->from[at] = from;
    s->to[at] = to;
}

/* A line of two single words; one that has become more is passed over. */
static void put_line(plx_spellings *s, const plx_tokens *t)
{
    if (t->count == 2)
        put(s, t->items[0].word->stem_hash, t->items[1].word->stem_hash);
}

plx_status plx_spellings_make(plx_spellings *s, plx_analyser *an, const char *lang, plx_error *err)
{
    plx_tokens t;
    plx_status rc = PLX_OK;

    if (strcmp(lang, "en") != 0)
        return PLX_OK;
    plx_tokens_init(&t);
    for (const char *line = english; rc == PLX_OK && *line;) {
        size_t n = strcspn(line, "\n");

        rc = plx_analyser_run(an, lang, line, n, &t, err);
        if (rc == PLX_OK)
            put_line(s, &t);
        line += n + (line[n] == '\n');
    }
    plx_tokens_release(&t);
    return rc;
}
