import { sharedI18n } from '$lib/i18n/instance';
import { requireUser } from '$lib/server/auth/require-user';
import * as exports from '$lib/server/data/exports';
import * as results from '$lib/server/data/results';
import { raise } from '$lib/server/errors';
import { attachment } from '$lib/server/http/attachment';
import { takeLimit } from '$lib/server/limits';
import { makeResultPdf, resultFileName } from '$lib/server/reports/result-pdf';
import type { RequestHandler } from './$types';

/** The result as a file, in the language asked for (`?lang=`), else in that of the pages. */
export const GET: RequestHandler = async (event) => {
  const user = requireUser(event);
  const { locals, params } = event;
  try {
    await takeLimit(locals.db, 'export:account', user.id);
    const [sheet, i18n] = await Promise.all([
      results.readForPrint(locals.db, params.assessment, locals.locale),
      sharedI18n(locals.locale, ['common', 'result'])
    ]);
    const [pdf] = await Promise.all([
      makeResultPdf(sheet, i18n, new Date()),
      exports.log(locals.db, 'result_pdf', { assessment: params.assessment, language: locals.locale }, 1)
    ]);
    const fileName = resultFileName(sheet.submittedAt, i18n);
    return new Response(new Uint8Array(pdf), {
      headers: {
        'content-type': 'application/pdf',
        'content-length': String(pdf.length),
        'content-disposition': attachment(fileName, `${sheet.enterprise.name} – ${fileName}`),
        'cache-control': 'private, no-store'
      }
    });
  } catch (refusal) {
    raise(refusal);
  }
};
