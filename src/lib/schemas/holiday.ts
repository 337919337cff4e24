import { z } from 'zod';
import { checkbox, text } from './fields.ts';

export const holidaySchema = z.object({
  date: z.iso.date('date'),
  name_vi: text(120, 2),
  name_en: text(120, 2),
  provisional: checkbox
});
export const holidayDateSchema = z.object({ date: z.iso.date('date') });
