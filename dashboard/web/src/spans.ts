// Cuts a text into pieces at the borders of the words that fired, so that each piece can be shown
// with its signals.
//
//   "Sin maleta ni respuesta" with "maleta" [4, 10) of signal 0 and "maleta ni respuesta" [4, 23) of signal 1 gives
//   "Sin " [] · "maleta" [0, 1] · " ni respuesta" [1]
//
// Spans are half-open UTF-8 byte offsets; JavaScript counts UTF-16 units, so cutting is done on the
// encoded bytes. A border inside a character is widened to the whole character, one outside of the
// text is moved to its end.
import type { Part, Signal } from './model';

export interface Piece {
  text: string;
  signals: number[]; // indexes, the strongest first
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true }); // a piece may begin with U+FEFF

const isInside = (bytes: Uint8Array, at: number): boolean => ((bytes[at] ?? 0) & 0xc0) === 0x80;

function border(bytes: Uint8Array, offset: number, step: 1 | -1): number {
  let at = Math.min(Math.max(Math.trunc(offset), 0), bytes.length);
  while (at > 0 && at < bytes.length && isInside(bytes, at)) at += step;
  return at;
}

export function cut(text: string, part: Part, signals: readonly Signal[]): Piece[] {
  const bytes = encoder.encode(text);
  const ranges = signals.flatMap((signal, index) =>
    (signal.spans ?? [])
      .filter(
        (span) =>
          span.in === part && Number.isFinite(span.b) && Number.isFinite(span.e) && span.b < span.e,
      )
      .map((span) => ({ index, b: border(bytes, span.b, -1), e: border(bytes, span.e, 1) }))
      .filter((range) => range.b < range.e),
  );
  const borders = [...new Set([0, bytes.length, ...ranges.flatMap((r) => [r.b, r.e])])].sort(
    (x, y) => x - y,
  );
  const strength = (index: number): number => Math.abs(signals[index]?.weight ?? 0);
  const pieces: Piece[] = [];
  for (let i = 0; i + 1 < borders.length; i++) {
    const [b, e] = [borders[i]!, borders[i + 1]!];
    const over = new Set(ranges.filter((r) => r.b <= b && e <= r.e).map((r) => r.index));
    pieces.push({
      text: decoder.decode(bytes.subarray(b, e)),
      signals: [...over].sort((x, y) => strength(y) - strength(x) || x - y),
    });
  }
  return pieces;
}

// The exact words of one signal, each only once.
export function wordsOf(signal: Signal, texts: Record<Part, string>): string[] {
  const found = (['title', 'text'] as const).flatMap((part) => {
    const bytes = encoder.encode(texts[part]);
    return (signal.spans ?? [])
      .filter((span) => span.in === part)
      .map((span) =>
        decoder.decode(bytes.subarray(border(bytes, span.b, -1), border(bytes, span.e, 1))).trim(),
      );
  });
  return [...new Set(found)].filter((words) => words !== '');
}
