// The words before the app, and the mark button that works at once: what is happening, how far it has come, and what
// to do when it cannot start. They lie over Flutter and are lifted when the first screen has been drawn. A classic
// script in index.html: it waits for nothing.
globalThis.fieldwalkFirstScreen = (() => {
const LANGUAGES = ['sv', 'en', 'ar'];
const FROM_THE_RIGHT = ['ar'];
const FLAG = 'fieldwalk.language';  // what the app last spoke: the person may have chosen another than the phone's

/** The app's own language, else the phone's, else English. */
function spoken() {
  let chosen = null;
  try {
    chosen = localStorage.getItem(FLAG);
  } catch {
    // A browser that lends no storage is told in words further on.
  }
  const wanted = (chosen || navigator.language || 'sv').slice(0, 2).toLowerCase();
  return LANGUAGES.includes(wanted) ? wanted : 'en';
}

const direction = language => (FROM_THE_RIGHT.includes(language) ? 'rtl' : 'ltr');

/** The page, and whoever reads it aloud, follow the language. */
function dress(language) {
  document.documentElement.lang = language;
  document.documentElement.dir = direction(language);
}

const LANGUAGE = spoken();
const OTHER = LANGUAGE === 'sv' ? 'en' : 'sv';  // whoever stands beside reads one of these

const WORDS = {
  starting: [
    'Startar fieldwalk…',
    'Starting fieldwalk…',
    'جارٍ تشغيل fieldwalk…',
  ],
  first: [
    'Hämtar fieldwalk första gången. Sedan fungerar det utan nät.',
    'Fetching fieldwalk the first time. After that it works with no network.',
    'جارٍ جلب fieldwalk لأول مرة. بعد ذلك يعمل بدون إنترنت.',
  ],
  busy: [
    'fieldwalk är öppet i en annan flik. Använd den, eller ta över här.',
    'fieldwalk is open in another tab. Use that one, or take over here.',
    'fieldwalk مفتوح في علامة تبويب أخرى. استخدمها، أو تابع هنا.',
  ],
  taking: [
    'Den andra fliken sparar och lämnar över…',
    'The other tab is saving and handing over…',
    'علامة التبويب الأخرى تحفظ وتسلّم…',
  ],
  away: [
    'fieldwalk är nu öppet i en annan flik. Det du sparade här ligger kvar i telefonen.',
    'fieldwalk is now open in another tab. What you saved here is still on the phone.',
    'fieldwalk مفتوح الآن في علامة تبويب أخرى. ما حفظته هنا باقٍ في الهاتف.',
  ],
  'store-is-newer': [
    'Det som är sparat i telefonen kommer från en nyare fieldwalk än den här. Inget är ändrat. Koppla upp telefonen '
      + 'och ladda om sidan, så hämtas den nya.',
    'What is saved on the phone comes from a newer fieldwalk than this one. Nothing has been changed. Connect the '
      + 'phone to a network and reload the page to fetch the new one.',
    'ما هو محفوظ في الهاتف من إصدار fieldwalk أحدث من هذا. لم يتغير شيء. صِل الهاتف بالإنترنت وأعد '
      + 'تحميل الصفحة لجلب الإصدار الجديد.',
  ],
  'store-damaged': [
    'Det som är sparat i telefonen går inte att läsa, och det finns ingen plats kvar att lägga undan det. Inget är '
      + 'ändrat. Visa den här texten för den som ordnar vandringen.',
    'What is saved on the phone cannot be read, and there is no room left to set it aside. Nothing has been changed. '
      + 'Show this text to whoever arranges the walk.',
    'تعذّرت قراءة ما هو محفوظ في الهاتف، ولا مكان لوضعه جانبًا. لم يتغير شيء. أرِ هذا النص لمن ينظم الجولة.',
  ],
  'store-locked': [
    'Något annat håller i det som är sparat i telefonen. Stäng andra flikar med fieldwalk och ladda om sidan.',
    'Something else is holding what is saved on the phone. Close other tabs with fieldwalk and reload the page.',
    'شيء آخر يمسك بما هو محفوظ في الهاتف. أغلق علامات تبويب fieldwalk الأخرى وأعد تحميل الصفحة.',
  ],
  'storage-full': [
    'Telefonens minne är fullt, så fieldwalk kan inte öppna. Det du har sparat ligger kvar. Ta bort något annat '
      + 'från telefonen och ladda om sidan.',
    'The phone is full, so fieldwalk cannot open. What you have saved is still here. Remove something else from the '
      + 'phone and reload the page.',
    'الهاتف ممتلئ، فلا يمكن فتح fieldwalk. ما حفظته باقٍ. احذف شيئًا آخر من الهاتف وأعد تحميل الصفحة.',
  ],
  network: [
    'Det gick inte att hämta fieldwalk. Kontrollera att telefonen har nät och ladda om sidan.',
    'fieldwalk could not be fetched. Check that the phone has a network and reload the page.',
    'تعذّر جلب fieldwalk. تحقق من اتصال الهاتف بالإنترنت وأعد تحميل الصفحة.',
  ],
  disk: [
    'Webbläsaren lånar inte ut sitt lagringsutrymme. Öppna fieldwalk i ett vanligt fönster (inte privat) i en '
      + 'ny version av Chrome, Edge, Firefox eller Safari.',
    'The browser does not lend its storage. Open fieldwalk in an ordinary window (not a private one) in a '
      + 'recent Chrome, Edge, Firefox or Safari.',
    'المتصفح لا يتيح مساحة التخزين. افتح fieldwalk في نافذة عادية (غير خاصة) في إصدار حديث من '
      + 'Chrome أو Edge أو Firefox أو Safari.',
  ],
  'not-durable': [
    'Den här webbläsaren kan inte spara säkert, så fieldwalk startar inte. Det du redan har sparat ligger kvar. '
      + 'Uppdatera webbläsaren eller prova en annan.',
    'This browser cannot save safely, so fieldwalk does not start. What you have already saved is still here. '
      + 'Update the browser or try another one.',
    'هذا المتصفح لا يحفظ بأمان، لذلك لا يبدأ fieldwalk. ما حفظته باقٍ. حدّث المتصفح أو جرّب غيره.',
  ],
  start: [
    'fieldwalk kunde inte starta. Det du har sparat ligger kvar i telefonen. Ladda om sidan; hjälper inte det, '
      + 'visa den här texten för den som ordnar vandringen.',
    'fieldwalk could not start. What you have saved is still on the phone. Reload the page; if that does not '
      + 'help, show this text to whoever arranges the walk.',
    'تعذّر تشغيل fieldwalk. ما حفظته باقٍ في الهاتف. أعد تحميل الصفحة؛ وإن لم ينفع ذلك فأرِ هذا النص '
      + 'لمن ينظم الجولة.',
  ],
};
const SAY = {
  sv: {
    act: {reload: 'Ladda om', take: 'Ta över här', back: 'Ta tillbaka hit'},
    mark: 'Märk ut plats',
    saving: 'Sparar…',
    one: 'Plats sparad i telefonen',
    many: count => `${count} platser sparade i telefonen`,
    failed: 'Platsen kunde inte sparas. Tryck igen.',
    help: 'Akut fara: ring 112. Polisen, när det inte är akut: 114 14',
  },
  en: {
    act: {reload: 'Reload', take: 'Take over here', back: 'Take it back here'},
    mark: 'Mark place',
    saving: 'Saving…',
    one: 'Place saved on the phone',
    many: count => `${count} places saved on the phone`,
    failed: 'The place could not be saved. Tap again.',
    help: 'Danger to life: call 112. The police, when it is not urgent: 114 14',
  },
  ar: {
    act: {reload: 'إعادة التحميل', take: 'تابع هنا', back: 'أعِده إلى هنا'},
    mark: 'حدّد مكانًا',
    saving: 'جارٍ الحفظ…',
    one: 'حُفظ المكان في الهاتف',
    many: count => `الأماكن المحفوظة في الهاتف: ${count}`,
    failed: 'تعذّر حفظ المكان. اضغط مرة أخرى.',
    help: 'خطر على الحياة: اتصل بـ 112. الشرطة، إذا لم يكن الأمر عاجلًا: 114 14',
  },
}[LANGUAGE];
const STEPS = ['python', 'imports', 'disk', 'app', 'flutter'];

const root = document.getElementById('first-screen');
const part = name => root.querySelector(`[data-${name}]`);
const [title, words, other, code, act, marking, kept] =
  ['title', 'words', 'other', 'code', 'act', 'marking', 'kept'].map(part);
const bar = root.querySelector('progress');
const button = part('mark');
let done = 0;
let count = 0;

function say(key) {
  for (const [line, language] of [[words, LANGUAGE], [other, OTHER]]) {
    line.textContent = WORDS[key][LANGUAGES.indexOf(language)];
    line.lang = language;
    line.dir = direction(language);
  }
  other.hidden = key === 'starting' || key === 'first';
}

function offer(name, action) {
  act.textContent = SAY.act[name];
  act.onclick = action;
  act.hidden = false;
}

async function mark(event) {
  performance.mark('fieldwalk:tapped', {startTime: event.timeStamp});
  kept.textContent ||= SAY.saving;
  try {
    await fieldwalkMarking.mark(Math.round(performance.timeOrigin + event.timeStamp));
    count += 1;
    kept.textContent = count === 1 ? SAY.one : SAY.many(count);
    root.dataset.kept = count;
    performance.mark('fieldwalk:kept');
    navigator.vibrate?.(30);
  } catch {
    kept.textContent = SAY.failed;
  }
}

function offerMarking() {
  title.textContent = fieldwalkMarking.walk()?.title ?? 'fieldwalk';
  marking.hidden = !fieldwalkMarking.wanted();
  if (!marking.hidden) fieldwalkMarking.locateIfAllowed();
}

const waiting = () => {
  say(navigator.serviceWorker?.controller ? 'starting' : 'first');
  bar.hidden = false;
  act.hidden = true;
};

dress(LANGUAGE);
part('help').setAttribute('aria-label', SAY.help);
part('help').setAttribute('role', 'note');
button.textContent = SAY.mark;
button.onclick = mark;
waiting();
offerMarking();
fieldwalkMarking.recall().then(changed => { if (changed) offerMarking(); }).catch(() => undefined);
performance.mark('fieldwalk:first-screen');

return {
  waiting,
  step(name) {
    performance.mark(`fieldwalk:${name}`);
    if (STEPS.includes(name)) done += 1;
    bar.value = done / (STEPS.length + 1);
  },
  /** The app speaks `language` now: the page is in it, and so is the first screen of the next start. */
  speak(language) {
    if (localStorage.getItem(FLAG) === language && document.documentElement.lang === language) return;
    localStorage.setItem(FLAG, language);
    dress(language);
  },
  /** Another tab owns the disk; `take` asks it to step back. */
  busy(take) {
    say('busy');
    bar.hidden = true;
    root.hidden = false;
    offer('take', () => { say('taking'); act.hidden = true; take(); });
  },
  /** Another tab has taken over; `back` takes it back. */
  away(back) {
    say('away');
    bar.hidden = true;
    root.hidden = false;
    document.documentElement.dataset.fieldwalk = 'away';
    offer('back', back);
  },
  trouble(name) {
    if (root.dataset.trouble) return;  // the first cause is the one that helps
    root.dataset.trouble = name;
    say(name in WORDS ? name : 'start');
    root.hidden = false;
    bar.hidden = true;
    offer('reload', () => location.reload());
    code.textContent = `fieldwalk: ${name}`;
  },
  lift() {
    if (root.dataset.trouble) return;
    root.hidden = true;
    performance.mark('fieldwalk:shown');
    document.documentElement.dataset.fieldwalk = 'shown';
  },
};
})();
