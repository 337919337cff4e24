import pdfmake, { type Content, type DocumentDefinition } from 'pdfmake';
import fonts from 'pdfmake/fonts/Roboto.js';

// Roboto as pdfmake ships it has every Vietnamese letter; a part of it goes into each file.
pdfmake.setFonts(fonts);
const fontFiles = new Set(Object.values(fonts.Roboto));
// A document is made of our own words and numbers: nothing may be fetched, and no file be read but the faces.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => fontFiles.has(path));

/** Ink that prints well and is read on screen: the green of the pages, darker. */
export const INK = { text: '#1d2620', muted: '#55605a', line: '#d5d9d3', accent: '#14643f', ground: '#f3f5f0' };

export interface Sheet {
  title: string;
  language: string;
  content: Content[];
  /** The left half of the foot of each page. */
  foot: string;
  /** "Trang 1/2" */
  page: (page: number, pages: number) => string;
}

/** An A4 document in the house style, with embedded faces and page numbers. */
export function makePdf({ title, language, content, foot, page }: Sheet): Promise<Buffer> {
  const definition: DocumentDefinition = {
    info: { title },
    language,
    pageSize: 'A4',
    pageMargins: [48, 48, 48, 56],
    defaultStyle: { font: 'Roboto', fontSize: 10.5, lineHeight: 1.25, color: INK.text },
    styles: {
      title: { fontSize: 19, bold: true, lineHeight: 1.15 },
      heading: { fontSize: 13, bold: true, color: INK.accent, margin: [0, 16, 0, 6] },
      muted: { color: INK.muted, fontSize: 9.5 }
    },
    content,
    footer: (current, pages) => ({
      columns: [
        { text: foot, style: 'muted' },
        { text: page(current, pages), style: 'muted', alignment: 'right', width: 'auto' }
      ],
      margin: [48, 18, 48, 0]
    })
  };
  return pdfmake.createPdf(definition).getBuffer();
}
