import { describe, expect, test } from 'vitest';
import { cleanFileName, contentTypeOf } from './content-type';

const PNG = '89504e470d0a1a0a0000000d49484452';
const file = (hex: string, text = '') =>
  Buffer.concat([Buffer.from(hex, 'hex'), Buffer.from(text, 'latin1'), Buffer.alloc(64)]);

describe('the type of a file is what its content says', () => {
  test.each([
    ['a photo of a telephone', file('ffd8ffe1', 'Exif'), 'image/jpeg'],
    ['a photo saved by a program', file('ffd8ffe0', 'JFIF'), 'image/jpeg'],
    ['a picture of a screen', file(PNG), 'image/png'],
    ['a document', file('', '%PDF-1.7\n%âãÏÓ'), 'application/pdf'],
    ['a photo with HTML behind it is served as a photo', file('ffd8ffe0', '<script>alert(1)</script>'), 'image/jpeg']
  ])('%s', (_, bytes, type) => {
    expect(contentTypeOf(bytes)).toBe(type);
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['a signature alone', Buffer.from('%PDF-1.7')],
    ['zeros', Buffer.alloc(100)],
    ['HTML', file('', '<!doctype html><script>')],
    ['HTML before a PDF', file('', '<html>%PDF-1.7')],
    ['a line before a PDF', file('', '\n%PDF-1.7')],
    ['SVG', file('', '<svg xmlns="http://www.w3.org/2000/svg">')],
    ['GIF', file('', 'GIF89a')],
    ['WebP', file('', 'RIFF....WEBPVP8 ')],
    ['HEIC', file('00000018', 'ftypheic')],
    ['a Word file', file('504b0304')],
    ['a Windows program', file('', 'MZ')],
    ['PNG that lost its line ends on the way', file('89504e470a1a0a0000000d49484452')],
    ['PNG without its header chunk', file('89504e470d0a1a0a', 'tEXt')],
    ['half of the JPEG signature', file('ffd8')]
  ])('%s is refused', (_, bytes) => {
    expect(contentTypeOf(bytes)).toBeNull();
  });
});

describe('the name of a file', () => {
  test.each([
    ['Ảnh xưởng.JPG', 'image/jpeg', 'Ảnh xưởng.jpg'],
    ['anh.jpeg', 'image/jpeg', 'anh.jpg'],
    ['hoa-don.pdf.exe', 'application/pdf', 'hoa-don.pdf.exe.pdf'],
    ['hoa-don.exe', 'application/pdf', 'hoa-don.exe.pdf'],
    ['anh.pdf', 'image/png', 'anh.pdf.png'],
    ['../../etc/passwd', 'image/png', 'passwd.png'],
    ['C:\\Ảnh\\a.png', 'image/png', 'a.png'],
    ['', 'application/pdf', 'pdf.pdf'],
    ['.pdf', 'application/pdf', 'pdf.pdf'],
    ['...', 'image/png', 'png.png'],
    ['a\u0000b\r\nc.png', 'image/png', 'abc.png'],
    // Shown from right to left this would read "anhgnp.exe".
    ['anh\u202egnp.exe', 'image/png', 'anhgnp.exe.png'],
    ['a\u200b.png', 'image/png', 'a.png'],
    ['a"; filename="b.exe', 'image/png', 'a ; filename= b.exe.png'],
    ['\ud800.png', 'image/png', '\ufffd.png'],
    ['con dấu:*?.png', 'image/png', 'con dấu.png']
  ] as const)('%j that is %s is kept as %j', (name, type, kept) => {
    expect(cleanFileName(name, type)).toBe(kept);
  });

  test('has at most 120 characters and keeps its ending', () => {
    const kept = cleanFileName(`${'dừa '.repeat(100)}.pdf`, 'application/pdf');
    expect([...kept].length).toBeLessThanOrEqual(120);
    expect(kept).toMatch(/^dừa dừa .*dừ\.pdf$/);
  });
});
