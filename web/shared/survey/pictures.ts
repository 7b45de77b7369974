/** Photos are drawn anew on the device before they are sent: where and with what they were taken stays there. */

const LONGEST_SIDE = 2_000;
const QUALITY = 0.85;

/** A picture that this browser cannot open, and so cannot draw anew. */
export class UnknownPictureError extends Error {}

/** The size of a picture whose longest side is at most `most`; a smaller one keeps its own. */
export function fitted(width: number, height: number, most = LONGEST_SIDE): [number, number] {
  const scale = Math.min(1, most / Math.max(width, height, 1));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/** A picture without anything but what is seen; any other file as it is. */
export async function withoutTraces(file: File): Promise<Blob> {
  if (!file.type.startsWith("image/")) return file;
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => { throw new UnknownPictureError(); });
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = fitted(bitmap.width, bitmap.height);
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  // A drawing stays sharp and may be see-through as PNG; everything else is a photo.
  const type = file.type === "image/png" ? "image/png" : "image/jpeg";
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => { if (blob) resolve(blob); else reject(new UnknownPictureError()); }, type, QUALITY);
  });
}
