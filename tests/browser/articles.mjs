/* Articles for the browser tests, beside the bundled ones: written to be awkward to show. */

/* What a page must never run. It leaves its mark on the page, see browser.mjs. */
const RUN = 'document.documentElement.dataset.ran=1;alert(1)';

const paragraph =
  'The harbour was shut for a day, and the boats lay where they were. Nobody on the quay could say ' +
  'who had shut it, or why, and the office that would know was closed as well.';

export const articles = [
  {
    id: 'https://wire.example/2019/12/talks?page=2&part=1',
    url: 'https://wire.example/2019/12/talks?page=2&part=1',
    title: 'Talks resume in the quiet harbour town',
    source: 'Harbour Wire',
    author: 'Ines Okafor',
    date: '2019-12-05',
    text: `Delegates met again in the harbour town on Thursday. ${paragraph}`,
  },
  {
    id: `"><img src=x onerror=${RUN}>`,
    url: `javascript:${RUN}`,
    title: `</title><script>${RUN}</script><svg onload=${RUN}> &lt;img src=x onerror=${RUN}&gt; harbour "quoted" 'twice'`,
    source: `<img src=x onerror=${RUN}>`,
    author: `'"><svg/onload=${RUN}>`,
    desk: `</option></select><iframe srcdoc="<script>${RUN}</script>">`,
    date: '2019-12-06',
    text:
      `The harbour <script>${RUN}</script> &lt;script&gt;${RUN}&lt;/script&gt; was shut </p></mark>` +
      `<iframe src="javascript:${RUN}"></iframe> for a day.\n\n` +
      `</div></article></main><form action="https://other.example/"><button>harbour</button>` +
      `<style>*{display:none}</style><base href="https://other.example/">` +
      `<link rel=stylesheet href="https://other.example/x.css"><meta http-equiv=refresh content=0>`,
  },
  {
    id: 'hidden/../marks?#%2f',
    title: '\u202eharbour the of side other the\u202c\u200b\ufeff and \u0000 the rest',
    source: 'Port\u2028Gazette\t\u202e',
    date: '2019-12-07',
    text: `\u202eA harbour written backwards.\u0007\u001b[31m ${paragraph}`,
  },
  {
    id: 'long',
    title: `Harbour${'harbourwithoutanyspace'.repeat(12)} ${'and a title that does not end '.repeat(8)}`,
    source: `${'Averylongnameofasource'.repeat(4)}`,
    author: `${'Averylongnameofanauthor'.repeat(4)}`,
    date: '2019-12-08',
    text: `${'harbourwithoutanyspace'.repeat(30)} ${paragraph}`,
  },
  {
    id: 'ar-1',
    title: 'المرفأ الهادئ يفتح أبوابه من جديد بعد يوم طويل',
    source: 'بريد المرفأ',
    author: 'سلمى العطار',
    date: '2019-12-09',
    lang: 'ar',
    text:
      'فتح المرفأ أبوابه صباح اليوم بعد أن بقي مغلقا يوما كاملا، وعادت القوارب إلى البحر واحدا بعد آخر.\n\n' +
      'وقال عامل على الرصيف إن أحدا لم يخبرهم بسبب الإغلاق، وإنهم انتظروا حتى المساء ثم عادوا إلى بيوتهم (harbour).',
  },
  {
    id: 'undated-1',
    title: 'A note on the harbour without a date',
    text: `This note on the harbour has no date. ${paragraph}`,
  },
];
