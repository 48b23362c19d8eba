/**
 * The keys that a condition or a variable may name, and who puts them into the request. A key that nobody supplies
 * would make a condition silently true or false, so a policy that names another one is refused when it is read.
 */
const suppliedKeys = new Set([
  // The IoT broker, from the connection and the thing registry.
  'iot:ClientId',
  'iot:ConnectAttributes',
  'iot:Connection.Thing.IsAttached',
  'iot:Connection.Thing.ThingName',
  // A service that acts for a resource: the rule, alarm or topic on whose behalf it calls.
  'aws:SourceArn',
  'aws:SourceAccount',
  // The AWS endpoints, from the caller's credentials; loopback counts as a secure transport.
  'aws:PrincipalAccount',
  'aws:PrincipalArn',
  'aws:SecureTransport',
  // The DynamoDB endpoint: the partition keys that a request names; a Scan names none.
  'dynamodb:LeadingKeys',
  // Only in calls that a service makes to KMS on somebody's behalf; none does here, so it never has a value.
  'kms:ViaService',
]);

const thingAttribute = /^iot:Connection\.Thing\.Attributes\[[A-Za-z0-9_.,@/:#-]{1,128}\]$/;

/** Whether some part of the local runtime gives this key a value. */
export function isSuppliedKey(key: string): boolean {
  return suppliedKeys.has(key) || thingAttribute.test(key);
}

/** Keys with a list of values: only `ForAnyValue:` and `ForAllValues:` say what that means. */
export const multivaluedKeys: ReadonlySet<string> = new Set(['iot:ConnectAttributes', 'dynamodb:LeadingKeys']);

/**
 * Keys that an Allow must name to cover a request that carries them: a plain `iot:Connect` covers neither a will
 * nor a persistent session. https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html#connect-attribute
 */
export const keysToBeNamed: ReadonlySet<string> = new Set(['iot:ConnectAttributes']);
