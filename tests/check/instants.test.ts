/** Instants in the formats of Pact's date and time matchers. */
import { instantsIn } from '../../src/check/matcher/instants';

test.each([
	['yyyy-MM-dd', '2026-11-14', '2001-01-02'],
	['dd/MM/yy', '14/11/26', '02/01/01'],
	['d.M.yyyy', '14.11.2026', '2.1.2001'],
	['EEE, d MMM uuuu', 'Sat, 14 Nov 2026', 'Tue, 2 Jan 2001'],
	['EEEE, MMMM d', 'Saturday, November 14', 'Tuesday, January 2'],
	["yyyy-MM-dd'T'HH:mm:ss.SSSX", '2026-11-14T15:09:26.535Z', '2001-01-02T03:04:05.006Z'],
	["yyyy-MM-dd'T'HH:mm:ssXXX", '2026-11-14T15:09:26Z', '2001-01-02T03:04:05Z'],
	['HH:mm:ssxxx', '15:09:26+00:00', '03:04:05+00:00'],
	['HH:mm:ssZ', '15:09:26+0000', '03:04:05+0000'],
	['HH:mm:ssx', '15:09:26+00', '03:04:05+00'],
	['h:mm a', '3:09 PM', '3:04 AM'],
	['K k S', '3 15 5', '3 3 0'],
	['ss.SSSSSS', '26.535000', '05.006000'],
	["hh 'o''clock' ''", "03 o'clock '", "03 o'clock '"],
	['HH:mm[:ss]', '15:09:26', '03:04:05'],
	['z VV O G', 'UTC UTC GMT AD', 'UTC UTC GMT AD'],
	['ZZZZ ZZZZZ', 'GMT +00:00', 'GMT +00:00'],
])('%s', (format, ...expected) => {
	expect(instantsIn(format)).toEqual(expected);
});

test.each(['QQQ', 'yyyy-w', "HH 'open", 'constructor'])('%s is not read', (format) => {
	expect(instantsIn(format)).toEqual([]);
});
