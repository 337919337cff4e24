/** The part of pdfmake 0.3 that the reports use; the package brings no types. */
declare module 'pdfmake' {
  export interface Style {
    fontSize?: number;
    bold?: boolean;
    italics?: boolean;
    color?: string;
    lineHeight?: number;
    alignment?: 'left' | 'right' | 'center';
    /** Left, top, right, bottom. */
    margin?: [number, number, number, number];
  }

  export interface Rectangle {
    type: 'rect';
    x: number;
    y: number;
    w: number;
    h: number;
    r?: number;
    color: string;
  }

  export type Content =
    | string
    | Content[]
    | ({ text: string | Content[] } & Block)
    | ({ stack: Content[] } & Block)
    | ({ columns: Content[]; columnGap?: number } & Block)
    | ({ ol: Content[] } & Block)
    | ({ ul: Content[] } & Block)
    | ({ canvas: Rectangle[] } & Block)
    | ({ table: Table; layout?: TableLayout | string } & Block);

  export interface Block extends Style {
    style?: string;
    width?: number | string;
    unbreakable?: boolean;
    pageBreak?: 'before' | 'after';
  }

  export interface Table {
    headerRows?: number;
    dontBreakRows?: boolean;
    widths: (number | string)[];
    body: Content[][];
  }

  export interface TableLayout {
    hLineWidth?: (line: number, node: { table: Table }) => number;
    vLineWidth?: () => number;
    hLineColor?: () => string;
    paddingLeft?: (column: number) => number;
    paddingRight?: (column: number) => number;
    paddingTop?: () => number;
    paddingBottom?: () => number;
    fillColor?: (row: number) => string | null;
  }

  export interface DocumentDefinition {
    info: { title: string; creationDate?: Date };
    language: string;
    pageSize: 'A4';
    pageMargins: [number, number, number, number];
    compress?: boolean;
    defaultStyle: Style & { font: string };
    styles: Record<string, Style>;
    content: Content[];
    footer: (page: number, pages: number) => Content;
  }

  interface PdfMake {
    setFonts(fonts: Record<string, { normal: string; bold: string; italics: string; bolditalics: string }>): void;
    setUrlAccessPolicy(allowed: (url: string) => boolean): void;
    setLocalAccessPolicy(allowed: (path: string) => boolean): void;
    createPdf(definition: DocumentDefinition): { getBuffer(): Promise<Buffer> };
  }

  const pdfmake: PdfMake;
  export default pdfmake;
}

declare module 'pdfmake/fonts/Roboto.js' {
  const fonts: { Roboto: { normal: string; bold: string; italics: string; bolditalics: string } };
  export default fonts;
}
