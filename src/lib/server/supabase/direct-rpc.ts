import type { Secrets } from './secrets.ts';
import { FOR_A_PERSON, type DatabaseConnection, type Identity, type Run } from './connection.ts';
import { postgrestError } from './db-errors.ts';
import { verifyHs256 } from './tokens.ts';

/** A function of schema public as the catalogue knows it. */
interface CatalogueRow extends Record<string, unknown> {
  name: string;
  argument_names: string[];
  argument_types: string[];
  defaults: number;
  returns_set: boolean;
  returns_void: boolean;
}

interface RemoteFunction {
  name: string;
  /** Types of the arguments by their names. */
  arguments: Map<string, string>;
  required: string[];
  shape: 'void' | 'set' | 'value';
  /** Statements made so far, by the arguments given. */
  statements: Map<string, string>;
}

/** PostgREST's `db-max-rows`. */
const MAX_ROWS = 1000;

/**
 * Functions whose call means one thing only: no overloads, every argument named, and a result that is void, one value,
 * or a set. The others are left to lite.
 */
const CATALOGUE_SQL = `
select p.proname as name, coalesce(p.proargnames[1:p.pronargs], '{}') as argument_names, p.pronargdefaults as defaults,
  array(select format_type(t, null) from unnest(p.proargtypes) with ordinality as a (t, n) order by n) as argument_types,
  p.proretset as returns_set, p.prorettype = 'void'::regtype as returns_void
from pg_proc p join pg_type r on r.oid = p.prorettype
where p.pronamespace = 'public'::regnamespace and p.prokind = 'f' and p.provariadic = 0
  and (p.pronargs = 0 or array_length(array_remove(p.proargnames[1:p.pronargs], ''), 1) = p.pronargs)
  and (p.proargmodes is null or (p.proretset and p.prorettype = 'record'::regtype and p.proargmodes <@ '{i,t}'::"char"[]))
  and (p.proretset or p.prorettype = 'void'::regtype or r.typtype in ('b', 'd', 'e', 'r', 'm'))
  and not exists (select from pg_proc o where o.pronamespace = p.pronamespace and o.proname = p.proname and o.oid <> p.oid)`;

export interface DirectRpc {
  /** The answer to a call of a function, or null when lite has to give it. */
  answer(url: URL, init: RequestInit): Promise<Response | null>;
  /** Forgets what is known about functions. */
  reload(): void;
}

/**
 * Answers `POST /rest/v1/rpc/…` itself, as PostgREST does: one transaction with the caller's role and claims, the
 * arguments decoded and the result rendered by PostgreSQL. lite takes several times as long for the same, and nearly
 * all of the application's steps are such calls. Whatever goes beyond a plain call (columns, filters, counts, GET) and
 * whatever is refused before the call (keys, tokens, unknown functions) is left to lite.
 */
export function createDirectRpc(connection: DatabaseConnection, secrets: Secrets): DirectRpc {
  let catalogue: Promise<Map<string, RemoteFunction>> | null = null;
  return {
    reload() {
      catalogue = null;
    },
    async answer(url, init) {
      const headers = new Headers(init.headers);
      const identity = plainCall(url, init, headers) ? identify(headers, secrets) : null;
      if (!identity) return null;
      const name = decodeURIComponent(url.pathname.slice('/rest/v1/rpc/'.length));
      const body = typeof init.body === 'string' && init.body !== '' ? init.body : '{}';
      try {
        catalogue ??= readCatalogue(connection.run);
        const called = (await catalogue).get(name);
        const statement = called && statementFor(called, body);
        if (!statement) return null;
        const parameters = called.arguments.size > 0 ? [body] : [];
        const result = await connection.asPerson(identity, statement, parameters);
        return called.shape === 'void' ? new Response(null, { status: 204 }) : json(200, result ?? 'null');
      } catch (error) {
        const refused = postgrestError(error, identity.role);
        // Not read, or changed since by another instance: read again at the next call.
        if (!refused || refused.status === 404 || refused.status === 503) catalogue = null;
        if (!refused) throw error;
        return json(refused.status, JSON.stringify(refused.body));
      }
    }
  };
}

function json(status: number, body: string): Response {
  return new Response(body, { status, headers: { 'content-type': 'application/json; charset=utf-8' } });
}

function plainCall(url: URL, init: RequestInit, headers: Headers): boolean {
  const accept = headers.get('accept');
  const profile = headers.get('content-profile');
  return (
    init.method === 'POST' &&
    url.search === '' &&
    !headers.has('prefer') &&
    (accept === null || accept === '*/*' || accept === 'application/json') &&
    (profile === null || profile === 'public')
  );
}

/** Whose rights a request has; null when its key or token is not in order. */
function identify(headers: Headers, secrets: Secrets): Identity | null {
  const key = headers.get('apikey');
  const authorization = headers.get('authorization');
  const bearer = authorization?.startsWith('Bearer ') ? authorization.slice('Bearer '.length) : authorization;
  const withoutPerson = bearer === null || bearer === key;
  if (key === secrets.secretKey && withoutPerson)
    return { role: 'service_role', uid: '', claims: { role: 'service_role' } };
  if (key !== secrets.publishableKey) return null;
  if (withoutPerson) return { role: 'anon', uid: '', claims: { role: 'anon' } };
  const claims = bearer === undefined ? null : verifyHs256(bearer, secrets.jwtSecret);
  if (claims?.role !== 'authenticated') return null;
  return { role: 'authenticated', uid: claims.sub, claims };
}

async function readCatalogue(run: Run): Promise<Map<string, RemoteFunction>> {
  const rows = await run<CatalogueRow>(CATALOGUE_SQL);
  return new Map(
    rows.map((row) => {
      const { name, argument_names: names, argument_types: types } = row;
      return [
        name,
        {
          name,
          arguments: new Map(names.map((argument, index) => [argument, types[index] ?? 'text'])),
          required: names.slice(0, names.length - row.defaults),
          shape: row.returns_void ? 'void' : row.returns_set ? 'set' : 'value',
          statements: new Map()
        }
      ];
    })
  );
}

/** The statement that calls a function with the arguments of a JSON object; null when they do not fit it. */
function statementFor(called: RemoteFunction, body: string): string | null {
  const given = keysOf(body);
  if (
    !given ||
    !given.every((name) => called.arguments.has(name)) ||
    !called.required.every((name) => given.includes(name))
  ) {
    return null;
  }
  const key = given.join('\n');
  const known = called.statements.get(key);
  if (known) return known;
  const statement = compose(called, given);
  called.statements.set(key, statement);
  return statement;
}

function compose(called: RemoteFunction, given: string[]): string {
  const call = `public.${quote(called.name)}(${given.map((name) => `${quote(name)} := x.${quote(name)}`).join(', ')})`;
  const columns = given.map((name) => `${quote(name)} ${called.arguments.get(name)}`).join(', ');
  // A function that has arguments but is given none still gets its parameter, to keep one form of call.
  const source =
    given.length > 0
      ? `json_to_record($1::json) as x (${columns})`
      : called.arguments.size > 0
        ? '(select $1::json) as x'
        : '(select 1) as x';
  if (called.shape === 'set') {
    const rows = `select r from ${source}, lateral ${call} as r where ${FOR_A_PERSON} limit ${MAX_ROWS}`;
    return `select coalesce(json_agg(s.r), '[]'::json)::text from (${rows}) s having ${FOR_A_PERSON}`;
  }
  const result = called.shape === 'void' ? `(${call} is null)::text` : `to_json(${call})::text`;
  return `select ${result} from ${source} where ${FOR_A_PERSON}`;
}

function keysOf(body: string): string[] | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value).sort() : null;
  } catch {
    return null;
  }
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
