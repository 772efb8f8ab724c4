// The words before the app: what is happening, how far it has come, and what to do when it cannot start.
// They lie over Flutter and are lifted when the first screen has been drawn.
const SWEDISH = (navigator.language || 'sv').toLowerCase().startsWith('sv');

const WORDS = {
  starting: ['Startar fieldwalk…', 'Starting fieldwalk…'],
  first: [
    'Hämtar fieldwalk första gången. Sedan fungerar det utan nät.',
    'Fetching fieldwalk the first time. After that it works with no network.',
  ],
  busy: [
    'fieldwalk är öppet i en annan flik. Använd den, eller stäng den, så fortsätter det här.',
    'fieldwalk is open in another tab. Use that one, or close it, and this one goes on.',
  ],
  network: [
    'Det gick inte att hämta fieldwalk. Kontrollera att telefonen har nät och ladda om sidan.',
    'fieldwalk could not be fetched. Check that the phone has a network and reload the page.',
  ],
  disk: [
    'Webbläsaren lånar inte ut sitt lagringsutrymme. Öppna fieldwalk i ett vanligt fönster (inte privat) i en '
      + 'ny version av Chrome, Edge, Firefox eller Safari.',
    'The browser does not lend its storage. Open fieldwalk in an ordinary window (not a private one) in a '
      + 'recent Chrome, Edge, Firefox or Safari.',
  ],
  'not-durable': [
    'Den här webbläsaren kan inte spara säkert, så fieldwalk startar inte. Det du redan har sparat ligger kvar. '
      + 'Uppdatera webbläsaren eller prova en annan.',
    'This browser cannot save safely, so fieldwalk does not start. What you have already saved is still here. '
      + 'Update the browser or try another one.',
  ],
  start: [
    'fieldwalk kunde inte starta. Det du har sparat ligger kvar i telefonen. Ladda om sidan; hjälper inte det, '
      + 'visa den här texten för den som ordnar vandringen.',
    'fieldwalk could not start. What you have saved is still on the phone. Reload the page; if that does not '
      + 'help, show this text to whoever arranges the walk.',
  ],
};
const STEPS = ['python', 'imports', 'disk', 'app', 'flutter'];

const root = document.getElementById('cover');
const words = root.querySelector('[data-words]');
const other = root.querySelector('[data-other]');
const code = root.querySelector('[data-code]');
const bar = root.querySelector('progress');
const reload = root.querySelector('button');
let done = 0;

function say(key) {
  const [swedish, english] = WORDS[key];
  words.textContent = SWEDISH ? swedish : english;
  other.textContent = SWEDISH ? english : swedish;
  words.lang = SWEDISH ? 'sv' : 'en';
  other.lang = SWEDISH ? 'en' : 'sv';
  other.hidden = key === 'starting' || key === 'first';
}

reload.textContent = SWEDISH ? 'Ladda om' : 'Reload';
reload.onclick = () => location.reload();

const waiting = () => {
  say(navigator.serviceWorker?.controller ? 'starting' : 'first');
  bar.hidden = false;
};

export const cover = {
  waiting,
  step(name) {
    performance.mark(`fieldwalk:${name}`);
    if (STEPS.includes(name)) done += 1;
    bar.value = done / (STEPS.length + 1);
  },
  busy() {
    say('busy');
    bar.hidden = true;
  },
  trouble(name) {
    if (root.dataset.trouble) return;  // the first cause is the one that helps
    root.dataset.trouble = name;
    say(name in WORDS ? name : 'start');
    root.hidden = false;
    bar.hidden = true;
    reload.hidden = false;
    code.textContent = `fieldwalk: ${name}`;
  },
  lift() {
    if (root.dataset.trouble) return;
    root.hidden = true;
    performance.mark('fieldwalk:shown');
    document.documentElement.dataset.fieldwalk = 'shown';
  },
};
waiting();
