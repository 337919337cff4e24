/**
 * The `content-disposition` of a download (RFC 6266): a plain name for old readers, and the full one, Vietnamese letters
 * included, as RFC 5987 writes it. Characters that some system refuses in a file name become spaces.
 */
export function attachment(plain: string, full: string = plain): string {
  const clean = full
    .replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  // By characters, not code units: half of one cannot be encoded.
  const short = [...clean].slice(0, 120).join('');
  const encoded = encodeURIComponent(short).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  );
  return `attachment; filename="${plain.replace(/[^A-Za-z0-9._-]+/g, '-')}"; filename*=UTF-8''${encoded}`;
}
