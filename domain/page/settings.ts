/**
 * What a deployment tells the guards' page, in the file of this name beside it: where things are, and nothing secret.
 * Addresses may be relative to the page's own.
 */
export interface PageSettings {
  /** OpenID Connect issuer, and the page's client there. */
  issuer: string;
  clientId: string;
  /** The HTTP API. */
  api: string;
  /** MQTT over WebSocket; `http` stands for `ws`. */
  mqtt: string;
  /** In which days are reckoned. */
  timeZone: string;
}

export const pageSettingsFile = 'config.json';
