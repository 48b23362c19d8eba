// Goal: a file with a mistake is refused with its place and not evaluated half; what a gate takes for no reading is one.
// Method: a good file, spoiled in one place each.
import { expect, it } from 'vitest';
import { UsageError } from '../../../domain/errors.ts';
import { isFeverish, readPeople } from '../../../screening/people.ts';
import { csvOf, healthyRow } from './made-up-people.ts';

it('reads people in the order in which they were measured', () => {
  const rows = [
    { ...healthyRow, subject: 'b', time: '10:00:00' },
    { ...healthyRow, subject: 'a', time: '9:59:59', oral_m: '37.50' },
  ];
  const people = readPeople(csvOf(rows));
  expect(people.map(({ subject }) => subject)).toEqual(['a', 'b']);
  expect(people.map(isFeverish)).toEqual([true, false]);
  expect(people[0]?.readings.tmax).toEqual([3560, 3570, 3580, 3640]);
});

it('takes an empty cell, and what no skin can be, for no reading', () => {
  const [person] = readPeople(csvOf([{ ...healthyRow, tmax_r1: '', tmax_r2: '12.3', tmax_r3: '45.01' }]));
  expect(person?.readings.tmax).toEqual([null, null, null, 3640]);
});

it('leaves out whose true temperature nobody knows', () => {
  expect(readPeople(csvOf([{ ...healthyRow, oral_m: '' }]))).toEqual([]);
});

it('reads what spreadsheets write: a byte-order mark, CRLF, empty lines at the end, more columns', () => {
  const text = csvOf([{ ...healthyRow, hat: 'yes' }]).replaceAll('\n', '\r\n');
  expect(readPeople(`\uFEFF${text}\r\n\r\n`)).toHaveLength(1);
});

it.each<[string, string, RegExp]>([
  ['nothing', '', /lacks the columns subject, date, time, camera, oral_m, tmax_r1/],
  ['a column missing', csvOf([healthyRow]).replace('canthi_r2', 'other'), /lacks the columns canthi_r2\./],
  ['a cell too many', `${csvOf([healthyRow])},1`, /^Line 2 has 18 cells, the first line has 17\./],
  [
    'a word for a number',
    csvOf([healthyRow, { ...healthyRow, tmax_r3: 'n/a' }]),
    /^Line 3, tmax_r3: "n\/a" is not a number/,
  ],
  ['Fahrenheit', csvOf([{ ...healthyRow, oral_m: '98.6' }]), /^Line 2, oral_m: "98.6" is not a body temperature/],
  ['another form of date', csvOf([{ ...healthyRow, date: '17.11.2016' }]), /^Line 2, date: .* is not a day like/],
  ['no time', csvOf([{ ...healthyRow, time: '' }]), /^Line 2, time: "" is not a time like/],
  ['a nameless camera', csvOf([{ ...healthyRow, camera: '<b>' }]), /^Line 2, camera: /],
  ['a line twice', csvOf([healthyRow, healthyRow]), /^Line 3 is line 2 again\./],
])('refuses %s', (_, csv, message) => {
  expect(() => readPeople(csv)).toThrow(UsageError);
  expect(() => readPeople(csv)).toThrow(message);
});
