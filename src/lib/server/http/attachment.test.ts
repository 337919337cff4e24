import { expect, test } from 'vitest';
import { attachment } from './attachment';

test('a Vietnamese name is encoded, the plain one stands beside it', () => {
  expect(attachment('ket-qua.pdf', 'Cơ sở Dừa – ket-qua.pdf')).toBe(
    `attachment; filename="ket-qua.pdf"; filename*=UTF-8''C%C6%A1%20s%E1%BB%9F%20D%E1%BB%ABa%20%E2%80%93%20ket-qua.pdf`
  );
});

test('a name cannot break out of the header', () => {
  const header = attachment('a".pdf', 'x"\r\nset-cookie: y/..\\z.pdf');
  expect(header).toBe(`attachment; filename="a-.pdf"; filename*=UTF-8''x%20set-cookie%20y%20..%20z.pdf`);
});

test('quotes and brackets of RFC 5987 are encoded', () => {
  expect(attachment('a.pdf', "Dừa 'Xanh' (BT)*.pdf")).toContain("UTF-8''D%E1%BB%ABa%20%27Xanh%27%20%28BT%29%20.pdf");
});

test('a long name is cut between characters', () => {
  expect(() => attachment('a.pdf', '🥥'.repeat(200))).not.toThrow();
});
