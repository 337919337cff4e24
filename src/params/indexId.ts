import type { ParamMatcher } from '@sveltejs/kit';

/** The id of an index of a questionnaire, such as `3.2`: one page of the assessment. */
export const match: ParamMatcher = (param) => /^\d{1,2}\.(?:\d{1,2}|[a-z])$/.test(param);
