import { z } from 'zod';

/** How long a link may work. */
export const SHARE_DAYS = ['7', '30', '90'] as const;

/** How many links to one result may work at a time (create_share_link). */
export const LIVE_LINKS = 20;

export const shareSchema = z.object({ days: z.enum(SHARE_DAYS, 'choice').transform(Number) });

export const withdrawSchema = z.object({ link: z.uuid('invalid') });
