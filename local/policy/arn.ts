/** Where a stack lives: the three things that every ARN of it names. */
export interface Place {
  partition: string;
  region: string;
  account: string;
}

export interface ArnParts {
  partition: string;
  service: string;
  region: string;
  account: string;
  /** Everything after the fifth colon, colons included. */
  resource: string;
}

/** Takes `arn:partition:service:region:account:resource` apart; undefined when it has fewer parts. */
export function parseArn(arn: string): ArnParts | undefined {
  const match = /^arn:([^:]*):([^:]*):([^:]*):([^:]*):(.+)$/s.exec(arn);
  if (match === null) return undefined;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = match;
  return { partition, service, region, account, resource };
}

/** Makes the ARN of a resource of `service` at `place`. */
export function formatArn(place: Place, service: string, resource: string): string {
  return `arn:${place.partition}:${service}:${place.region}:${place.account}:${resource}`;
}

/**
 * The resources that IoT Core policies speak of. The broker asks for `topic` when a client publishes or receives,
 * and for `topicFilter`, with `+` and `#` left as they are, when it subscribes.
 */
export function iotArns(place: Place) {
  return {
    client: (clientId: string) => formatArn(place, 'iot', `client/${clientId}`),
    topic: (topic: string) => formatArn(place, 'iot', `topic/${topic}`),
    topicFilter: (filter: string) => formatArn(place, 'iot', `topicfilter/${filter}`),
    rule: (name: string) => formatArn(place, 'iot', `rule/${name}`),
    policy: (name: string) => formatArn(place, 'iot', `policy/${name}`),
    authorizer: (name: string) => formatArn(place, 'iot', `authorizer/${name}`),
    thing: (name: string) => formatArn(place, 'iot', `thing/${name}`),
    certificate: (id: string) => formatArn(place, 'iot', `cert/${id}`),
  };
}

/** Splits an ARN (or a pattern of one) into its six parts; colons inside `${…}` and in the last part do not split. */
export function arnComponents(text: string): string[] {
  const components: string[] = [''];
  for (const [piece] of text.matchAll(/\$\{[^}]*\}|:|[^:$]+|\$/g)) {
    if (piece === ':' && components.length < 6) components.push('');
    else components[components.length - 1] += piece;
  }
  return components;
}
