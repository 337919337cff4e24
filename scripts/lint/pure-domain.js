import { dirname, resolve, sep } from 'node:path';

const domain = resolve(import.meta.dirname, '../../src/lib/domain') + sep;

/**
 * Keeps src/lib/domain pure: zod and the domain itself are all it imports, and the time and chance are handed in.
 * @type {import('eslint').Rule.RuleModule}
 */
export const pureDomain = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      foreignImport: 'The domain imports zod and its own files only, not "{{source}}".',
      hiddenInput: '{{name}} makes the rule depend on when or how often it runs: take it as an argument.'
    }
  },
  create(context) {
    /** @param {import('eslint').Rule.Node & { source?: { value?: unknown } | null }} node */
    function checkSource(node) {
      const source = node.source?.value;
      if (typeof source !== 'string' || source === 'zod') return;
      const target = source.startsWith('.') ? resolve(dirname(context.filename), source) : '';
      if (!target.startsWith(domain)) context.report({ node, messageId: 'foreignImport', data: { source } });
    }

    return {
      ImportDeclaration: checkSource,
      ImportExpression: checkSource,
      ExportAllDeclaration: checkSource,
      ExportNamedDeclaration: checkSource,
      'NewExpression[callee.name="Date"][arguments.length=0]'(/** @type {import('eslint').Rule.Node} */ node) {
        context.report({ node, messageId: 'hiddenInput', data: { name: 'new Date()' } });
      },
      'MemberExpression[object.name="Date"][property.name="now"]'(/** @type {import('eslint').Rule.Node} */ node) {
        context.report({ node, messageId: 'hiddenInput', data: { name: 'Date.now()' } });
      },
      'MemberExpression[object.name="Math"][property.name="random"]'(/** @type {import('eslint').Rule.Node} */ node) {
        context.report({ node, messageId: 'hiddenInput', data: { name: 'Math.random()' } });
      },
      'MemberExpression[object.name="crypto"]'(/** @type {import('eslint').Rule.Node} */ node) {
        context.report({ node, messageId: 'hiddenInput', data: { name: 'crypto' } });
      }
    };
  }
};
