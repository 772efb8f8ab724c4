// Photos by the browser's own decoder and encoder: upright, small enough, drawn anew so that nothing of the
// camera's metadata is carried over. Python has already refused what is too large to decode.
async function encode(canvas, quality) {
  const blob = await canvas.convertToBlob({type: 'image/jpeg', quality});
  return new Uint8Array(await blob.arrayBuffer());
}

function draw(source, longSide) {
  const scale = Math.min(1, longSide / Math.max(source.width, source.height));
  const width = Math.max(1, Math.round(source.width * scale));
  const height = Math.max(1, Math.round(source.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d', {alpha: false});
  pen.imageSmoothingEnabled = true;
  pen.imageSmoothingQuality = 'high';
  pen.fillStyle = 'white';  // a transparent picture on black would hide its dark words
  pen.fillRect(0, 0, width, height);
  pen.drawImage(source, 0, 0, width, height);
  return canvas;
}

/** Solid black over each box (left, top, right, bottom as parts of the picture), rounded outwards. */
function cover(canvas, covers) {
  const pen = canvas.getContext('2d', {alpha: false});
  pen.fillStyle = 'black';
  for (const [left, top, right, bottom] of covers) {
    const x = Math.floor(left * canvas.width), y = Math.floor(top * canvas.height);
    pen.fillRect(x, y, Math.ceil(right * canvas.width) + 1 - x, Math.ceil(bottom * canvas.height) + 1 - y);
  }
  return canvas;
}

async function fit(bitmap, sides, qualities, bytes, covers) {
  let canvas, photo;
  for (const side of sides) {
    canvas = cover(draw(bitmap, side), covers);
    for (const quality of qualities) {
      photo = await encode(canvas, quality / 100);
      if (photo.length <= bytes) return {canvas, photo};
    }
  }
  return {canvas, photo};
}

/** {photo, thumbnail, width, height}, or undefined when the content is no whole picture that the browser can read. */
export async function prepare(content, [sides, qualities, bytes, thumbnailSide, thumbnailQuality], covers = []) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(new Blob([content]), {imageOrientation: 'from-image'});
  } catch {
    return undefined;
  }
  try {
    const {canvas, photo} = await fit(bitmap, sides, qualities, bytes, covers);
    const thumbnail = await encode(draw(canvas, thumbnailSide), thumbnailQuality / 100);
    return {photo, thumbnail, width: canvas.width, height: canvas.height};
  } finally {
    bitmap.close();
  }
}
