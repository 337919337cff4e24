import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Run } from '../supabase/connection.ts';

const indexSchema = z.strictObject({
  about: z.string(),
  publish_on: z.iso.date(),
  pages: z.array(
    z.strictObject({
      slug: z.string().regex(/^[a-z0-9-]+$/),
      index_ids: z.array(z.string()).min(1),
      min_level: z.number().int(),
      max_level: z.number().int()
    })
  )
});

/** A page of a folder like supabase/seeds/handbook as a row of `articles`. */
export type SeededArticle = Record<string, string | number | string[]>;

/**
 * The pages of a folder: `index.json`, and per page and language a Markdown file whose first line is the title and whose first
 * paragraph is the summary.
 *
 * @throws Error when a file is missing or not of that form
 */
export function readArticles(directory: string): SeededArticle[] {
  const { publish_on, pages } = indexSchema.parse(JSON.parse(readFileSync(join(directory, 'index.json'), 'utf8')));
  return pages.map((page) => {
    const row: SeededArticle = { ...page, kind: 'handbook', state: 'published', publish_on };
    for (const locale of ['vi', 'en']) {
      const file = `${page.slug}.${locale}.md`;
      const [, title, summary, body] =
        /^# (.+)\n\n(.+)\n\n([^]+)$/.exec(readFileSync(join(directory, file), 'utf8')) ?? [];
      if (!title || !summary || !body) throw new Error(`${file}: expected a title, a paragraph and a text`);
      Object.assign(row, { [`title_${locale}`]: title, [`summary_${locale}`]: summary, [`body_${locale}`]: body });
    }
    return row;
  });
}

/** Puts pages on record, or brings them up to their files; what a person has changed since stays as it is. */
export async function keepArticles(run: Run, articles: readonly SeededArticle[]): Promise<void> {
  const columns = Object.keys(articles[0] ?? {});
  const list = (prefix = '') => columns.map((column) => `${prefix}"${column}"`).join(', ');
  await run(
    `insert into public.articles as t (${list()})
     select ${list()} from jsonb_populate_recordset(null::public.articles, $1::text::jsonb)
     on conflict (slug) do update set ${columns.map((column) => `"${column}" = excluded."${column}"`).join(', ')}
       where t.updated_by is null and row(${list('t.')}) is distinct from row(${list('excluded.')})`,
    [JSON.stringify(articles)]
  );
}
