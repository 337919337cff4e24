import type { RequestEvent } from '@sveltejs/kit';
import { articlePreviewSchema, articleSchema } from '$lib/schemas/article';
import type { Article } from '$lib/server/data/articles';
import { invalid, parseForm, type FormValues } from '$lib/server/form';
import { renderMarkdown } from '$lib/server/markdown';

/** What stands in the form of an article. */
export function storedFields(article: Article): FormValues {
  const { kind, slug, title_vi, title_en, summary_vi, summary_en, body_vi, body_en, index_ids } = article;
  return {
    ...{ kind, slug, title_vi, title_en, summary_vi, summary_en, body_vi, body_en, index_ids },
    min_level: String(article.min_level),
    max_level: String(article.max_level)
  };
}

/** Both texts as the public page would show them, and everything typed, unsaved. */
export async function preview({ request }: RequestEvent) {
  const form = await request.formData();
  const bodies = parseForm(articlePreviewSchema, form);
  const { values } = parseForm(articleSchema, form);
  if (!bodies.ok) return invalid({ errors: bodies.errors, values });
  const { body_vi, body_en } = bodies.data;
  return { values, preview: { vi: renderMarkdown(body_vi), en: renderMarkdown(body_en) } };
}
