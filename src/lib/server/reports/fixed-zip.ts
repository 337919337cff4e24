const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;

/**
 * The same archive with one time on all its files, so that equal content is equal bytes whenever it was packed.
 * Walks the central directory; an archive it cannot read stays as it is.
 */
export function withFixedTimes(archive: Buffer, moment: Date): Buffer {
  const bytes = Buffer.from(archive);
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || bytes.readUInt32LE(end) !== END) return bytes;
  const stamp = dosTime(moment);
  let at = bytes.readUInt32LE(end + 16);
  for (let files = bytes.readUInt16LE(end + 10); files > 0; files -= 1) {
    if (bytes.readUInt32LE(at) !== CENTRAL) return bytes;
    bytes.writeUInt32LE(stamp, at + 12);
    const local = bytes.readUInt32LE(at + 42);
    if (bytes.readUInt32LE(local) === LOCAL) bytes.writeUInt32LE(stamp, local + 10);
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return bytes;
}

/** Time and date as archives write them: two seconds are the finest, 1980 the first year. */
function dosTime(moment: Date): number {
  const time = (moment.getUTCHours() << 11) | (moment.getUTCMinutes() << 5) | (moment.getUTCSeconds() >> 1);
  const date =
    ((Math.max(moment.getUTCFullYear(), 1980) - 1980) << 9) | ((moment.getUTCMonth() + 1) << 5) | moment.getUTCDate();
  return ((date << 16) | time) >>> 0;
}
