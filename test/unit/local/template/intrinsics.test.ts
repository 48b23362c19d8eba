// Goal: intrinsics mean what CloudFormation says; a form that is not known is refused where it stands.
// Method: a table of values over a scope of two resources, and a property: without intrinsics nothing changes.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pseudoParameters } from '../../../../local/template/identities.ts';
import { resolveIntrinsics, type Scope } from '../../../../local/template/intrinsics.ts';
import { createProblems } from '../../../../local/template/problems.ts';

const china = pseudoParameters({ partition: 'aws-cn', region: 'cn-north-1', account: '1', awsPort: 0, httpPort: 0 });

const scope: Scope = {
  ref: (name) => china.ref(name) ?? (name === 'Table' ? 'table-1' : undefined),
  attribute: (logicalId, attribute) => (logicalId === 'Table' && attribute === 'Arn' ? 'arn:table' : undefined),
};

function resolve(value: unknown) {
  const problems = createProblems();
  return { ...resolveIntrinsics(value, scope, { problems, where: 'here' }), lines: problems.lines };
}

test.each([
  [{ Ref: 'Table' }, 'table-1'],
  [{ Ref: 'AWS::Partition' }, 'aws-cn'],
  [{ Ref: 'AWS::URLSuffix' }, 'amazonaws.com.cn'],
  [{ 'Fn::GetAtt': ['Table', 'Arn'] }, 'arn:table'],
  [{ 'Fn::Join': ['/', [{ Ref: 'Table' }, 'index', { 'Fn::GetAtt': ['Table', 'Arn'] }]] }, 'table-1/index/arn:table'],
  [{ 'Fn::Sub': 'b-${AWS::Region}-${Table.Arn}-${!Table}' }, 'b-cn-north-1-arn:table-${Table}'],
  [[{ Deep: [{ Ref: 'Table' }] }], [{ Deep: ['table-1'] }]],
  // A variable of an IoT policy is text to CloudFormation.
  ['client/${iot:ClientId}', 'client/${iot:ClientId}'],
])('%j is %j', (written, meant) => {
  const { value, lines } = resolve(written);
  expect(lines).toEqual([]);
  expect(value).toEqual(meant);
});

test.each([
  [{ A: [{ Ref: 'Nobody' }] }, 'here: property A[0]: Ref Nobody names nothing'],
  [{ Ref: ['Table'] }, 'Ref takes a name'],
  [{ Ref: 'Table', Other: 1 }, 'intrinsic Ref stands beside Other'],
  [{ Other: 1, Ref: 'Table' }, 'intrinsic Ref stands beside Other'],
  [{ 'Fn::GetAtt': ['Table', 'StreamArn'] }, 'Fn::GetAtt Table.StreamArn names nothing'],
  [{ 'Fn::GetAtt': 'Table.Arn' }, 'Fn::GetAtt takes a list'],
  [{ 'Fn::Join': ['', 'text'] }, 'Fn::Join takes a separator'],
  [{ 'Fn::Join': ['', ['a', 1]] }, 'Fn::Join takes a separator'],
  [{ 'Fn::Join': ['', ['a'], 'more'] }, 'Fn::Join takes a separator'],
  [{ 'Fn::Sub': '${iot:ClientId}' }, '${iot:ClientId} names nothing'],
  [{ 'Fn::Sub': ['${X}', { X: 1 }] }, 'Fn::Sub is known with a text only'],
  [{ 'Fn::ImportValue': 'x' }, 'intrinsic Fn::ImportValue is not known'],
])('%j is refused: %s', (written, words) => {
  const { lines, unresolved } = resolve(written);
  expect(lines.join('\n')).toContain(words);
  expect(unresolved).not.toEqual([]);
});

test('what holds no intrinsic stays as it is', () => {
  const keys = fc.string().filter((key) => key !== 'Ref' && !key.startsWith('Fn::'));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ depthSize: 'small' }, fc.string(), fc.integer(), fc.boolean(), tie('list'), tie('object')),
    list: fc.array(tie('tree'), { maxLength: 3 }),
    object: fc.dictionary(keys, tie('tree'), { maxKeys: 3 }),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      expect(resolve(value)).toEqual({ value, lines: [], unresolved: [] });
    }),
  );
});
