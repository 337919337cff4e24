/** Reads a table written as aligned text: the first line names the columns, the first word of a line its row. */
export function readTable(text: string): Record<string, Record<string, string>> {
  const [head = [], ...lines] = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  return Object.fromEntries(
    lines.map(([name = '', ...cells]) => {
      if (cells.length !== head.length) throw new Error(`${name} has ${cells.length} cells, not ${head.length}.`);
      return [name, Object.fromEntries(head.map((column, index) => [column, cells[index] ?? '']))];
    })
  );
}
