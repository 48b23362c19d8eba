import * as z from 'zod';

/**
 * Where a gate stands, in degrees. Maps of China show places some hundred metres off (GCJ-02, BD-09) from where a
 * satellite receiver sees them (WGS-84). Only distances between gates count here, and neighbouring places are shifted
 * alike (around Hangzhou, distances agree to half a percent): any one datum will do, but the same for all gates of a
 * deployment.
 */
export const position = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
});
export type Position = z.infer<typeof position>;

/** The mean radius; the flattening of the Earth makes half a percent. */
const earthRadiusM = 6_371_000;

/** As the crow flies, by the haversine formula, which is exact for gates that are close together too. */
export function distanceM(a: Position, b: Position): number {
  const halfChord =
    haversine(b.latitude - a.latitude) +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * haversine(b.longitude - a.longitude);
  // Rounding may take points that lie opposite each other a hair beyond 1.
  return 2 * earthRadiusM * Math.asin(Math.sqrt(Math.min(1, halfChord)));
}

function haversine(degrees: number): number {
  return Math.sin(radians(degrees) / 2) ** 2;
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
