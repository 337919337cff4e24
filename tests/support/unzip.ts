import { inflateRawSync } from 'node:zlib';

/** The parts of a zip archive as text, by its central directory; what documents and spreadsheets need. */
export function unzip(file: Buffer): Map<string, string> {
  const parts = new Map<string, string>();
  const end = file.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = file.readUInt32LE(end + 16);
  for (let files = file.readUInt16LE(end + 10); files > 0; files -= 1) {
    const [packed, name, extra, comment] = [20, 28, 30, 32].map((offset) =>
      offset === 20 ? file.readUInt32LE(at + offset) : file.readUInt16LE(at + offset)
    ) as [number, number, number, number];
    const local = file.readUInt32LE(at + 42);
    const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    const content = file.subarray(start, start + packed);
    const text = file.readUInt16LE(at + 10) === 8 ? inflateRawSync(content) : content;
    parts.set(file.subarray(at + 46, at + 46 + name).toString(), text.toString());
    at += 46 + name + extra + comment;
  }
  return parts;
}
