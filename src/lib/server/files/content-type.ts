/** What evidence may be, with the ending of its name. */
const ENDINGS = { 'image/jpeg': 'jpg', 'image/png': 'png', 'application/pdf': 'pdf' } as const;
export type ContentType = keyof typeof ENDINGS;

/** Largest file, in bytes; the same as the check of the table `files`. */
export const LARGEST_FILE = 5 * 1024 * 1024;

const BEGINNINGS: [ContentType, number[]][] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  // The signature and the length and name of the first chunk, which is always IHDR.
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]],
  // `%PDF-`, at the very beginning: readers forgive leading bytes, which is how a file is two things at once.
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]]
];
/** The shortest of the three that a reader opens is longer. */
const SHORTEST = 32;

/**
 * The type of a file by its content, or null when it is none of the three. What the sender says and how the name ends
 * do not count. Three signatures of our own instead of a library that knows hundreds and would have to be told to
 * forget them; what comes after the signature is never interpreted here and is served as a download in a sandbox.
 */
export function contentTypeOf(bytes: Uint8Array): ContentType | null {
  if (bytes.length < SHORTEST) return null;
  return BEGINNINGS.find(([, beginning]) => beginning.every((byte, i) => bytes[i] === byte))?.[0] ?? null;
}

/**
 * The name of a file as it is kept and shown: without folders, without characters that are invisible or turn the
 * direction of writing, at most 120 characters, and ending as its content says (`hoa-don.pdf.exe` that is a PDF
 * becomes `hoa-don.pdf.exe.pdf`). A name of nothing is called by its type.
 */
export function cleanFileName(name: string, type: ContentType): string {
  const ending = ENDINGS[type];
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const visible = last
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}]/gu, '')
    .replace(/[:*?"<>|]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  const stem = visible.replace(type === 'image/jpeg' ? /\.jpe?g$/i : new RegExp(`\\.${ending}$`, 'i'), '');
  const short = [...stem]
    .slice(0, 110)
    .join('')
    .replace(/[. ]+$/, '');
  return `${short || ending}.${ending}`;
}
