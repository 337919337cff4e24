import { z } from 'zod';
import { text } from './fields';

/** What an owner says when giving back an assisted entry. */
export const returnSchema = z.object({ reason: text(500, 3) });
