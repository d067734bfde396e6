/** Values as people read them. Pure: no clock, no page. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** 1234567 as 1,234,567. */
export function count(number) {
  return Math.round(number).toLocaleString('en-GB');
}

/** `one route`, `3 routes`; the plural by adding an s unless given. */
export function counted(number, noun, plural = `${noun}s`) {
  return `${count(number)} ${number === 1 ? noun : plural}`;
}

/** Per second, with as many digits as mean something: 0, 0.3, 12.5, 5,302, 120k. */
export function rate(perSecond) {
  if (perSecond >= 100_000) {
    return `${count(perSecond / 1000)}k`;
  }
  return perSecond >= 100 || perSecond === 0 ? count(perSecond) : perSecond.toFixed(perSecond >= 10 ? 1 : 2);
}

/** A share of 0 to 1 as per cent: none is `0 %`, and little never looks like none. */
export function share(part) {
  const percent = part * 100;
  if (percent === 0) {
    return '0 %';
  }
  if (percent < 0.01) {
    return '< 0.01 %';
  }
  return `${percent < 1 ? percent.toFixed(2) : percent < 10 ? percent.toFixed(1) : percent.toFixed(0)} %`;
}

/** Milliseconds: `14 ms`, `1.4 s`, `3 min`, `2 h`, `5 d`. */
export function duration(millis) {
  const amount = Math.abs(millis);
  if (amount < SECOND) {
    return `${Math.round(amount)} ms`;
  }
  if (amount < MINUTE) {
    return `${amount < 10 * SECOND ? (amount / SECOND).toFixed(1) : Math.floor(amount / SECOND)} s`;
  }
  if (amount < HOUR) {
    return `${Math.floor(amount / MINUTE)} min`;
  }
  return amount < 2 * DAY ? `${Math.floor(amount / HOUR)} h` : `${count(Math.floor(amount / DAY))} d`;
}

/** How long ago, or how long it is still; `now` in ms. Empty for no time. */
export function ago(time, now) {
  const at = Date.parse(time ?? '');
  if (Number.isNaN(at)) {
    return '';
  }
  const millis = now - at;
  if (Math.abs(millis) < SECOND) {
    return 'just now';
  }
  return millis > 0 ? `${duration(millis)} ago` : `in ${duration(millis)}`;
}

/** Whole days until `time`, below 0 if it is over. */
export function daysUntil(time, now) {
  return Math.floor((Date.parse(time) - now) / DAY);
}

/** Date and time of the day where the reader is, to the second. Empty for no time. */
export function moment(time) {
  const at = new Date(time ?? '');
  if (Number.isNaN(at.getTime())) {
    return '';
  }
  const two = (number) => String(number).padStart(2, '0');
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** The beginning of an id of hex digits; enough to name it to the API. */
export function brief(id) {
  return id.length > 12 ? id.slice(0, 12) : id;
}

/** A version without what is the same in all: its digest, or all of it. */
export function digest(version) {
  const parts = version.split('/');
  return parts.length > 2 ? parts[parts.length - 1] : version;
}
