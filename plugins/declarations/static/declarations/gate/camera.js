// Reads codes from the camera's picture. The reader is loaded when it is first needed.
(() => {
  const Gate = (self.Gate ??= {});
  const EVERY = 150; // ms between two pictures
  const SAME = 4_000; // ms that the same code in the picture counts once
  const OPTIONS = { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 1 };
  let loading = null;

  const load = (files) =>
    (loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = files.reader;
      script.onload = () => {
        ZXingWASM.prepareZXingModule({ overrides: { locateFile: () => files.wasm } });
        resolve(ZXingWASM);
      };
      script.onerror = () => {
        loading = null;
        reject(new Error("reader"));
      };
      document.head.append(script);
    }));

  // The text of the code in a picture; "" for none.
  Gate.decode = async (files, picture) => {
    const reader = await load(files);
    const [found] = await reader.readBarcodes(picture, OPTIONS);
    return found?.isValid ? found.text : "";
  };

  // Shows the camera in `video` until stop(); heard(text) for each code.
  Gate.startCamera = async (files, video, heard) => {
    const stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: 1280 } },
      audio: false,
    });
    video.srcObject = stream;
    await video.play();
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d", { willReadFrequently: true });
    let seen = { text: "", at: 0 };
    let on = true;

    const look = async () => {
      if (!on) return;
      if (video.videoWidth) {
        canvas.width = video.videoWidth;
        canvas.height = video.videoHeight;
        context.drawImage(video, 0, 0);
        const picture = context.getImageData(0, 0, canvas.width, canvas.height);
        const text = await Gate.decode(files, picture).catch(() => "");
        if (on && text) {
          const now = performance.now();
          const fresh = text !== seen.text || now - seen.at > SAME;
          seen = { text, at: now };
          if (fresh) heard(text);
        }
      }
      setTimeout(look, EVERY);
    };
    look();

    return () => {
      on = false;
      for (const track of stream.getTracks()) track.stop();
      video.srcObject = null;
    };
  };
})();
