import { expect, test } from 'vitest';
import { indexAttributes, indexNames, timeToLiveAttribute } from '../../../domain/names.ts';
import { synthesise } from './synthesis.ts';

/*
 * Goal: what is stored expires when it should, is not lost when somebody slips, and can be read by its indexes.
 * Method: the synthesised template, in production's form and in the disposable one.
 */

const { ofType } = synthesise();

test('both tables delete by the attribute in which the functions write epoch seconds', () => {
  const tables = ofType('AWS::DynamoDB::Table');
  expect(tables).toHaveLength(2);
  for (const { properties } of tables) {
    expect(properties['TimeToLiveSpecification']).toEqual({ AttributeName: timeToLiveAttribute, Enabled: true });
  }
});

test('every index has the attributes that the functions write', () => {
  const indexes = ofType('AWS::DynamoDB::Table').flatMap(({ properties }) => properties['GlobalSecondaryIndexes']);
  const keysByName = Object.fromEntries(
    indexes.map((index) => {
      const { IndexName, KeySchema } = index as { IndexName: string; KeySchema: { AttributeName: string }[] };
      return [IndexName, KeySchema.map((key) => key.AttributeName)];
    }),
  );
  const expected = Object.entries(indexNames).map(([key, name]) => {
    const { partition, sort } = indexAttributes[key as keyof typeof indexAttributes];
    return [name, [partition, sort]];
  });
  expect(keysByName).toEqual(Object.fromEntries(expected));
});

test('in production nothing that holds data goes with the stack', () => {
  const keepers = [
    'AWS::DynamoDB::Table',
    'AWS::KMS::Key',
    'AWS::SecretsManager::Secret',
    'AWS::SQS::Queue',
    'AWS::Logs::LogGroup',
  ];
  for (const type of keepers) {
    for (const { id, deletionPolicy } of ofType(type)) expect(deletionPolicy, id).toBe('Retain');
  }
  for (const { id, properties } of ofType('AWS::DynamoDB::Table')) {
    expect(properties['DeletionProtectionEnabled'], id).toBe(true);
    expect(properties['PointInTimeRecoverySpecification'], id).toEqual({ PointInTimeRecoveryEnabled: true });
    expect(properties['SSESpecification'], id).toMatchObject({ SSEEnabled: true, SSEType: 'KMS' });
  }
});

test('a disposable deployment leaves nothing behind', () => {
  const { template } = synthesise({ disposable: true });
  const kept = Object.entries(template.Resources).filter(
    ([, resource]) => (resource as { DeletionPolicy?: string }).DeletionPolicy === 'Retain',
  );
  expect(kept).toEqual([]);
});
