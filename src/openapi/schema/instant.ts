/** Dates and times to the letter of RFC 3339 (5.6, 5.7 and appendix A). */

export function isDate(text: string): boolean {
	// A day that the month does not have becomes one of the next month.
	return /^\d{4}-\d\d-\d\d$/.test(text) && new Date(text).toJSON()?.startsWith(text) === true;
}

/** A time with an offset. A leap second is one only where it is 23:59:60 in UTC. */
export function isTime(text: string): boolean {
	// A fraction may be of any length, so it is not read as a number.
	const [, time = '', sign, hours, minutes] =
		/^(\d\d:\d\d:\d\d)(?:\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))$/.exec(text) ?? [];
	const [hour, minute, second] = time.split(':').map(Number);
	if (hour === undefined || minute === undefined || second === undefined) return false;
	const [offsetHour, offsetMinute] = [Number(hours ?? 0), Number(minutes ?? 0)];
	if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return false;
	const offset = (offsetHour * 60 + offsetMinute) * (sign === '-' ? -1 : 1);
	const utc = (hour * 60 + minute - offset + 2 * 1440) % 1440;
	return second < 60 || utc === 1439;
}

/** A time without an offset; a leap second may be meant. */
export const isLocalTime = (text: string): boolean =>
	!/[Zz+-]/.test(text) && (isTime(`${text}Z`) || (/:60/.test(text) && isTime(`${text.replace(':60', ':59')}Z`)));

const afterDate = (isHour: (text: string) => boolean) => (text: string) =>
	/^.{10}[Tt]/.test(text) && isDate(text.slice(0, 10)) && isHour(text.slice(11));
export const isDateTime = afterDate(isTime);
export const isLocalDateTime = afterDate(isLocalTime);

const time = 'T(?:\\d+H(?:\\d+M(?:\\d+S)?)?|\\d+M(?:\\d+S)?|\\d+S)';
const date = '(?:\\d+Y(?:\\d+M(?:\\d+D)?)?|\\d+M(?:\\d+D)?|\\d+D)';
/** No unit may be omitted between two others, and weeks cannot be combined. */
export const duration = new RegExp(`^P(?:\\d+W|${time}|${date}(?:${time})?)$`);
