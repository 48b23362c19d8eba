import { type Random, seededRandom } from '../../domain/seeded-random.ts';
import type { GatePlace } from '../gate/gate.ts';
import type { Reading } from '../gate/screen.ts';
import { type Body, createBodies, drawNature, type Nature } from './bodies.ts';
import { createCouriers } from './couriers.ts';
import { drawFeverRank } from './fever.ts';
import type { WorldProfile } from './profile.ts';
import { createResidents, type Entrance, peoplePerHousehold } from './residents.ts';
import {
  copyOf,
  type Due,
  dueTo,
  type Issuing,
  reuseOf,
  type Shown,
  shownByCourier,
  shownByResident,
  shownByVisitor,
} from './shown.ts';
import { createVisitors } from './visitors.ts';

/** Somebody at a gate, and what only the world knows of them: the truth, by which gates can be judged. */
export interface Person extends Body {
  /** The same for the same person. */
  who: string;
  /** null: they have nothing to show. */
  shows: Shown | null;
  direction: 'in' | 'out';
  /** What should come of what they show, their health apart. */
  due: Due;
}

export interface CrowdOptions extends Omit<Issuing, 'community' | 'shares'> {
  /** Decides the people at every gate, each gate's by itself. */
  seed: number;
  place: GatePlace;
  /** All gates: those of a community share its people. */
  places: readonly GatePlace[];
  world: WorldProfile;
}

/** The people in front of one gate, one after the other. @returns who comes at a time by the world's clock. */
export function createCrowd(options: CrowdOptions): (atH: number) => Person {
  const { seed, place, world } = options;
  const streamOf = (name: string) => seededRandom(`${seed}/${place.gate}/${name}`);
  const nextBearer = createBearers(options, streamOf('people'));
  const bodyOf = createBodies(world, streamOf('bodies'));
  return (atH) => {
    const { nature, who, shows, direction } = nextBearer(atH);
    return { who, shows, direction, due: dueTo(shows), ...bodyOf(nature, { direction, atH }) };
  };
}

type Bearer = Pick<Person, 'who' | 'shows' | 'direction'> & { nature: Nature };

function createBearers({ seed, place, places, world, ...options }: CrowdOptions, random: Random) {
  const { shares, rhythm, clock } = world;
  const issuing = { ...options, community: place.community, shares };
  const home = `${seed}/${place.community}`;
  const entrance = entranceOf(place, places);
  const nextResident = createResidents(entrance, { rhythm, startsAtH: clock.startsAtH }, random);
  const nextCourier = createCouriers(home, entrance, shares.couriersCopied, random);
  const nextVisitor = createVisitors(shares.visitorsReusing, random);
  const idOf = (resident: number) => `${home}/${resident}`;

  const resident = (atH: number): Bearer => {
    const { resident: number, direction } = nextResident(atH);
    const who = idOf(number);
    const life = seededRandom(who);
    const household = () => seededRandom(`${home}/household ${Math.floor(number / peoplePerHousehold)}`)();
    const nature = drawNature(life, drawFeverRank(life, household));
    return { who, nature, direction, shows: shownByResident(idOf, number, life, issuing) };
  };
  const courier = (): Bearer => {
    const { courier: number, direction, isCopy } = nextCourier();
    const who = `${home}/courier-${number}`;
    const life = seededRandom(who);
    const nature = drawNature(life, life());
    const shows = shownByCourier(who, life, issuing);
    if (!isCopy) return { who, nature, direction, shows };
    const copier = `${who}/copied at ${place.gate}`;
    return { who: copier, nature: natureOf(copier), direction, shows: copyOf(shows) };
  };
  const visitor = (): Bearer => {
    const { visitor: name, direction, reusedFrom } = nextVisitor();
    const idOfVisitor = (of: string) => `${home}/visitor-${of}`;
    const who = idOfVisitor(name);
    const shows = shownByVisitor(idOfVisitor(reusedFrom ?? name), issuing);
    return { who, nature: natureOf(who), direction, shows: reusedFrom === undefined ? shows : reuseOf(shows) };
  };

  return (atH: number): Bearer => {
    const roll = random();
    if (roll < shares.visitors) return visitor();
    return roll < shares.visitors + shares.couriers ? courier() : resident(atH);
  };
}

/** Of somebody who has no household here. */
function natureOf(who: string): Nature {
  const life = seededRandom(`${who}/nature`);
  return drawNature(life, life());
}

function entranceOf({ gate, community }: GatePlace, places: readonly GatePlace[]): Entrance {
  const gates = places.filter((place) => place.community === community).map((place) => place.gate);
  return { index: gates.indexOf(gate), entrances: gates.length };
}

/** What a gate's sensors see of somebody. @param code as the scanner or the guard gives it. */
export function readingOf({ direction, sensed }: Person, code: Reading['code']): Reading {
  return { direction, site: 'face', ...sensed, code };
}
