// A sound for each outcome: rising for yes, falling for no, twice for "look here".
(() => {
  const Gate = (self.Gate ??= {});
  const TUNES = {
    in: [[660, 90], [990, 140]],
    out: [[990, 90], [660, 140]],
    inside: [[620, 110], [620, 110]],
    undone: [[500, 120]],
    symptoms: [[880, 160], [440, 160], [880, 160], [440, 220]],
    refused: [[300, 180], [200, 320]],
    unknown: [[360, 240]],
  };
  let context = null;
  Gate.muted = false;

  Gate.sound = (outcome) => {
    const tune = TUNES[outcome];
    if (!tune || Gate.muted || !self.AudioContext) return;
    context ??= new AudioContext();
    context.resume();
    let at = context.currentTime + 0.01;
    for (const [pitch, milliseconds] of tune) {
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.25, at);
      volume.gain.exponentialRampToValueAtTime(0.01, at + milliseconds / 1000);
      tone.connect(volume).connect(context.destination);
      tone.start(at);
      at += milliseconds / 1000;
      tone.stop(at);
    }
  };
})();
