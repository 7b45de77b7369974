/** A QR code as a drawing of one path. */
// uqr computes the squares: it has no dependency, no page, canvas or network, and weighs 4 KB over the wire. To compute them here would be
// four hundred lines of error correction and masking, where a fault shows only in some camera.
import { encode } from "uqr";

/** The clear edge that readers need around the code, in squares. */
const EDGE = 4;

export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: "M", border: EDGE });
  const squares = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg className="qr" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`}>
      <rect width={size} height={size} fill="#fff" />
      <path d={squares.join("")} fill="#000" />
    </svg>
  );
}
