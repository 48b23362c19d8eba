// biome-ignore-all lint/suspicious/noTemplateCurlyInString: substitution templates of AWS look like those of JavaScript.
// Goal: substitution templates take their values from the message as it came.
// Method: https://docs.aws.amazon.com/iot/latest/developerguide/iot-substitution-templates.html and the edges.
import { describe, expect, test } from 'vitest';
import { parseTemplate, render } from '../../../../local/iot-sql/template.ts';
import { message } from './run-sql.ts';

describe('rendered', () => {
  test.each([
    ['${topic()}/republish', 'my/iot/topic/republish'],
    ['device/${deviceid}', 'device/iot123'],
    ['no template, $ and } and {}', 'no template, $ and } and {}'],
    ["${topic(1) + '-' + newuuid()}", 'my-123a4567-b89c-12d3-e456-789012345000'],
    ['${coords.latitude} ${temp}', '47.615694 54.98'],
    ["${'}'}${\"'}\"}", "}'}"],
    ['[${absent}]', '[]'],
    ['[${nothing}]', '[]'],
    ['${coords}', '{"latitude":47.615694}'],
  ])('%s', (template, text) => {
    const payload = '{"deviceid":"iot123","temp":54.98,"coords":{"latitude":47.615694},"nothing":null}';
    expect(render(parseTemplate(template), message(payload, { topic: 'my/iot/topic' }))).toEqual({ text });
  });

  test('a payload that can not be carried fails', () => {
    expect(render(parseTemplate('${a}'), message('{"a":1e999}'))).toEqual({ failed: expect.any(String) });
    expect(render(parseTemplate('${topic()}'), message('{"a":1e999}'))).toEqual({ text: 'a/b' });
  });
});

test.each([
  ['a${', 'position 2: the substitution template has no end'],
  ["a${'}", 'position 2: the substitution template has no end'],
  ['a${}', 'position 4: the statement ends where an expression should stand'],
  ['a${b c}', 'position 6: "c"'],
  ['${get_secret(1)}', 'position 3: the function "get_secret"'],
  ['${*}', 'position 3: "*"'],
])('refused: %s', (template, words) => {
  expect(() => parseTemplate(template)).toThrow(words);
});
