// The page's half of recording and playing speech: only a page has a microphone and a loudspeaker.
// What was recorded is handed over every other second, so that a page that is killed has lost no more than that.
const KINDS = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4;codecs=mp4a.40.2', 'audio/mp4'];
const BITS = 24_000;  // a second, of one channel: a minute of speech is below 200 kB
const PART_MS = 2000;
const TELL_MS = 1000;
const ASKED = {audio: {channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true}};
const REFUSED = {NotAllowedError: 'denied', SecurityError: 'denied', NotReadableError: 'busy', AbortError: 'busy'};

/** How loud a stream is, from 0 to 1; always 0 where the browser does not tell. */
function earOn(stream) {
  try {
    const context = new AudioContext();
    const ear = new AnalyserNode(context, {fftSize: 32768});  // two thirds of a second
    context.createMediaStreamSource(stream).connect(ear);
    const heard = new Float32Array(ear.fftSize);
    const level = () => {
      ear.getFloatTimeDomainData(heard);
      return Math.min(1, heard.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
    };
    return {level, close: () => context.close()};
  } catch {
    return {level: () => 0, close() {}};
  }
}

const letGo = stream => { for (const track of stream.getTracks()) track.stop(); };

/** Records the stream; `end(why)` ends it. Everything it says goes through `post`. */
function record(stream, mimeType, {longest, largest}, post) {
  const recorder = new MediaRecorder(stream, {mimeType, audioBitsPerSecond: BITS});
  const ear = earOn(stream);
  const began = performance.now();
  const until = () => Math.min(longest, Math.round(performance.now() - began));
  let why = 'interrupted';  // what nobody here asked for
  let bytes = 0, largestPart = 0;
  let handing = Promise.resolve();

  function end(reason) {
    if (recorder.state === 'inactive') return;
    why = reason;
    recorder.stop();
  }
  async function hand(data, at) {
    const content = new Uint8Array(await data.arrayBuffer());
    post({kind: 'voice-part', content, until: at});
  }

  const hidden = () => { if (document.visibilityState === 'hidden') end('hidden'); };
  // Whoever speaks touches nothing: a screen that goes dark by itself would end the recording.
  const awake = navigator.wakeLock?.request('screen').catch(() => undefined);
  const ticking = setInterval(() => post({kind: 'voice-level', until: until(), level: ear.level()}), TELL_MS);
  const lasting = setTimeout(() => end('full'), longest);
  document.addEventListener('visibilitychange', hidden);
  for (const track of stream.getTracks()) track.onmute = () => end('interrupted');

  recorder.ondataavailable = ({data}) => {
    const at = until();
    if (data.size) handing = handing.then(() => hand(data, at));
    bytes += data.size;
    largestPart = Math.max(largestPart, data.size);
    if (bytes + 2 * largestPart > largest) end('full');  // a browser that records at a rate of its own
  };
  recorder.onstop = () => {
    clearInterval(ticking);
    clearTimeout(lasting);
    document.removeEventListener('visibilitychange', hidden);
    letGo(stream);
    ear.close();
    awake?.then(lock => lock?.release());
    handing.finally(() => post({kind: 'voice-end', why}));
  };
  recorder.start(PART_MS);
  return end;
}

/** The microphone. `start` resolves to "" when it records, else to why not. */
export function microphoneFor(post) {
  let end = () => undefined;
  let presses = 0;

  function stop() {
    presses += 1;
    end('');
  }

  async function start(limits) {
    stop();
    const press = presses;
    const kind = KINDS.find(each => globalThis.MediaRecorder?.isTypeSupported(each));
    if (!kind || !navigator.mediaDevices) return 'missing';
    try {
      const stream = await navigator.mediaDevices.getUserMedia(ASKED);
      if (press === presses) end = record(stream, kind, limits, post);
      else letGo(stream);
      return press === presses ? '' : 'stopped';
    } catch (error) {
      return REFUSED[error?.name] ?? 'missing';
    }
  }

  return {start, stop};
}

/** The loudspeaker. `play` resolves to true when it sounds. */
export function loudspeakerFor(post) {
  const audio = new Audio();
  let address = '';
  // Safari lets an element sound outside a press once it was loaded within one.
  addEventListener('pointerup', () => audio.load(), {capture: true, once: true});

  function stop() {
    audio.pause();
    URL.revokeObjectURL(address);
    address = '';
  }

  async function play({content, kind}) {
    stop();
    audio.src = address = URL.createObjectURL(new Blob([content], {type: kind}));
    await audio.play();
    return true;
  }

  audio.onended = audio.onerror = () => {
    if (!address) return;
    stop();
    post({kind: 'sound-end'});
  };
  return {play, stop};
}
