import { outputNames } from '../../domain/names.ts';
import { type PageSettings, pageSettingsFile } from '../../domain/page/settings.ts';
import { type HttpHandler, jsonAnswer } from './exchange.ts';

/** The settings of a page that lies on the same port as the API and MQTT; in AWS they are written when it is deployed. */
export function createPageSettings(outputs: Readonly<Record<string, string>>): HttpHandler {
  const settings: PageSettings = {
    issuer: outputs[outputNames.issuer] ?? '',
    clientId: outputs[outputNames.audience] ?? '',
    api: './',
    mqtt: './mqtt',
    timeZone: outputs[outputNames.timeZone] ?? '',
  };
  return async ({ method, path }) => {
    if (method !== 'GET' || path !== `/${pageSettingsFile}`) return undefined;
    return jsonAnswer(200, settings, [
      ['cache-control', 'no-cache'],
      ['x-content-type-options', 'nosniff'],
    ]);
  };
}
