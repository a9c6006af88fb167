import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { channelRule } from '../../src/house/channels/channel-rules.js';
import type { GraphNode } from '../../src/onnx/graph.js';
import { hasTrait, type OperatorTrait, operatorsThatAre } from '../../src/onnx/operators.js';
import { operators as tensorflowOperators } from '../../src/runtime/tensorflow/operators.js';
import { ruleOf } from '../../src/train/gradient/registry.js';

const test = suite('operators');

const nodeOf = (opType: string, domain = ''): GraphNode => ({
  opType,
  domain,
  inputs: ['x'],
  outputs: ['y'],
  attributes: {},
});

interface Expectation {
  readonly traits: readonly OperatorTrait[];
  readonly what: string;
  readonly has: (operator: string) => boolean;
  /** Operators that lack it, and why. */
  readonly gaps: Readonly<Record<string, string>>;
}

const expectations: readonly Expectation[] = [
  {
    traits: ['unary', 'activation', 'binary'],
    what: 'a gradient rule',
    has: (operator) => ruleOf(nodeOf(operator)) !== undefined,
    gaps: {},
  },
  {
    traits: ['layer', 'pool', 'reduction', 'rearrangement', 'passes-error'],
    what: 'a gradient rule',
    has: (operator) => ruleOf(nodeOf(operator)) !== undefined,
    gaps: {},
  },
  {
    traits: ['unary', 'activation', 'binary', 'pool', 'reduction'],
    what: 'a channel rule',
    has: (operator) => channelRule(nodeOf(operator)) !== undefined,
    gaps: {},
  },
  {
    traits: ['unary', 'activation', 'binary'],
    what: 'a kernel in TensorFlow.js',
    has: (operator) => Object.hasOwn(tensorflowOperators, operator),
    gaps: {},
  },
];

for (const { traits, what, has, gaps } of expectations) {
  for (const trait of traits) {
    test(`${trait}: every operator has ${what}, or is a known gap`, () => {
      const operators = operatorsThatAre(trait);
      assert.ok(operators.length > 0);
      const lacking = operators.filter((operator) => !has(operator));
      for (const operator of lacking) {
        console.log(`gap: ${operator} (${trait}) lacks ${what}: ${gaps[operator] ?? 'not known'}`);
        assert.ok(gaps[operator], `${operator} lacks ${what}`);
      }
    });
  }
  test(`what is named as a gap still lacks ${what}: ${traits}`, () => {
    const all = traits.flatMap(operatorsThatAre);
    for (const operator of Object.keys(gaps)) assert.ok(all.includes(operator) && !has(operator), operator);
  });
}

test('an activation is unary', () => {
  for (const operator of operatorsThatAre('activation'))
    assert.ok(hasTrait(nodeOf(operator), 'unary'), operator);
});

test('an operator is not both computed in int8 and only moved', () => {
  for (const operator of operatorsThatAre('int8'))
    assert.not.ok(hasTrait(nodeOf(operator), 'int8-same'), operator);
});

test('operators of other domains have no trait', () => {
  assert.ok(hasTrait(nodeOf('Gelu'), 'activation'));
  assert.not.ok(hasTrait(nodeOf('Gelu', 'com.microsoft'), 'activation'));
  assert.not.ok(hasTrait(nodeOf('Gelu', 'com.microsoft'), 'unary'));
});

test.run();
