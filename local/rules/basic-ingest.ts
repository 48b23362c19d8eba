export const basicIngestPrefix = '$aws/rules/';

/**
 * Takes a Basic Ingest topic (`$aws/rules/{rule}/…`) apart; undefined for any other topic.
 * The prefix is not part of the topic that the rule sees.
 * https://docs.aws.amazon.com/iot/latest/developerguide/iot-basic-ingest.html
 */
export function parseBasicIngest(topic: string): { ruleName: string; topic: string } | undefined {
  if (!topic.startsWith(basicIngestPrefix)) return undefined;
  const [ruleName = '', ...levels] = topic.slice(basicIngestPrefix.length).split('/');
  return { ruleName, topic: levels.join('/') };
}
