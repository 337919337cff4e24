import { describe, expect, it } from 'vitest';
import { homeOf, landing, ownPath } from './own-path';
import { NO_ROLES, type Roles } from './roles';

const person = (roles: Partial<Roles>): Roles => ({ ...NO_ROLES, ...roles });

describe('ownPath', () => {
  it.each(['/my', '/my/enterprises/new?kind=startup#name', '/staff?after=a%2Fb', '/my?lang=en'])('keeps %s', (next) =>
    expect(ownPath(next)).toBe(next)
  );

  it.each([
    'https://evil.example/my',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
    'my',
    '',
    '/auth/sign-in?next=/my',
    '/auth',
    '/x'.repeat(1100),
    undefined,
    null,
    7
  ])('refuses %s', (next) => expect(ownPath(next)).toBeNull());
});

describe('landing', () => {
  it('leads staff, providers and owners to their own place', () => {
    expect(homeOf(person({ staff: ['officer', 'administrator'] }))).toBe('/staff');
    expect(homeOf(person({ staff: ['administrator'] }))).toBe('/staff/users');
    expect(homeOf(person({ provider: true }))).toBe('/provider');
    expect(homeOf(person({}))).toBe('/my');
  });

  it('goes where the person wanted to go', () => {
    expect(landing('/progress', person({ staff: ['officer'] }))).toBe('/progress');
    expect(landing(null, person({ staff: ['officer'] }))).toBe('/staff');
  });

  it('takes /my as "my place" for people without a firm', () => {
    expect(landing('/my', person({ staff: ['manager'] }))).toBe('/staff');
    expect(landing('/my', person({ staff: ['manager'], enterprises: 1 }))).toBe('/my');
  });
});
