/**
 * Where there is land, roughly: outlines of continents and large islands, drawn by hand as corners of longitude and
 * latitude in whole degrees. Good for a picture of the size of a hand and for nothing else.
 */
const OUTLINES = [
  // North and Central America
  '-166 68 -156 71 -141 70 -125 70 -110 68 -95 69 -94 60 -88 57 -82 55 -79 52 -78 58 -77 62 -70 61 -64 59 -60 54 -56 52 -60 48 -65 45 -70 43 -74 40 -76 36 -81 31 -80 26 -82 28 -84 30 -90 30 -95 29 -97 26 -97 21 -95 18 -91 19 -88 21 -87 17 -84 15 -83 10 -79 9 -77 8 -83 8 -87 12 -94 16 -102 18 -106 23 -110 27 -113 31 -110 24 -115 30 -118 34 -123 38 -124 43 -124 48 -130 54 -140 60 -150 60 -158 56 -162 60 -166 63',
  // Arctic islands and Greenland
  '-122 73 -110 73 -92 75 -82 74 -64 67 -66 63 -74 66 -88 70 -100 72 -115 70',
  '-44 60 -53 66 -58 75 -68 77 -60 82 -35 83 -18 80 -22 70 -35 66 -42 61',
  // South America
  '-78 8 -72 12 -62 10 -52 5 -50 0 -44 -3 -35 -6 -37 -12 -40 -20 -48 -26 -53 -33 -58 -38 -65 -41 -66 -47 -69 -52 -74 -53 -75 -46 -73 -38 -71 -30 -70 -19 -76 -14 -81 -5 -80 1 -77 4',
  // Africa and Madagascar
  '-6 35 10 37 11 33 20 31 32 31 35 28 37 21 43 12 51 12 47 4 41 -3 39 -10 40 -16 35 -22 33 -28 27 -34 20 -35 17 -29 12 -18 13 -9 9 0 8 4 3 6 -8 5 -13 9 -17 14 -16 21 -13 28 -9 32',
  '44 -16 50 -15 48 -24 45 -25',
  // Europe and Asia
  '-9 37 -9 43 -2 43 -1 46 -5 48 2 51 8 54 9 57 11 56 12 54 20 54 22 58 24 59 30 60 22 61 25 65 21 66 17 61 18 60 16 57 13 56 11 59 6 58 5 61 10 64 15 69 26 71 41 67 38 64 44 66 46 68 60 69 68 69 73 72 82 74 100 77 113 74 130 72 140 73 160 70 170 70 179 68 178 63 170 60 163 57 162 51 156 57 160 61 150 59 141 59 136 54 141 52 140 48 135 44 130 42 129 36 126 35 125 39 121 39 119 37 122 37 120 33 122 30 119 25 114 22 108 21 106 18 109 13 106 9 104 9 101 13 100 10 103 5 104 1 101 3 98 9 98 15 94 17 90 22 87 21 80 15 80 11 77 8 73 17 72 21 67 25 61 25 57 26 54 27 50 30 48 30 51 25 56 24 59 22 55 17 45 13 43 13 39 21 35 28 34 31 36 36 30 36 27 38 29 41 35 42 41 41 38 45 33 46 30 46 28 43 26 40 23 37 20 40 19 42 13 46 15 41 18 40 16 38 12 42 9 44 3 43 0 40 -2 37 -6 36',
  // Britain, Ireland, Iceland, Japan
  '-5 50 1 51 0 54 -3 58 -6 58 -4 54',
  '-10 52 -6 52 -6 55 -9 55',
  '-24 66 -14 66 -15 64 -22 63',
  '130 31 131 34 136 35 141 38 142 41 140 41 137 37 131 35 129 33',
  '140 42 145 43 142 46',
  // Sumatra, Java, Borneo, Sulawesi, the Philippines, New Guinea
  '95 6 98 4 106 -3 106 -6 102 -5',
  '105 -6 114 -7 114 -9 106 -8',
  '109 1 117 7 119 5 116 -4 110 -3',
  '119 1 125 1 122 -5 120 -5',
  '120 18 122 18 126 7 122 8',
  '131 -1 141 -2 151 -10 141 -9 137 -8',
  // Australia, New Zealand
  '114 -22 122 -18 130 -12 136 -12 136 -16 140 -17 142 -11 146 -19 153 -26 151 -33 147 -38 140 -38 135 -34 131 -32 124 -33 116 -35 114 -29',
  '173 -35 178 -38 174 -41 172 -44 167 -46 171 -42 174 -39',
].map(cornersOf)

type Place = readonly [latitude: number, longitude: number]

function cornersOf(text: string): Place[] {
  const numbers = text.split(' ').map(Number)
  return Array.from({ length: numbers.length / 2 }, (_, index) => [
    numbers[2 * index + 1] as number,
    numbers[2 * index] as number,
  ])
}

/** Whether a place lies within one of the outlines: it does when a ray to the east crosses an odd number of sides. */
export function isLand([latitude, longitude]: Place): boolean {
  return OUTLINES.some((corners) => {
    let inside = false
    for (const [index, [north, east]] of corners.entries()) {
      const [before, beforeEast] = corners[(index + corners.length - 1) % corners.length] as Place
      if (north > latitude === before > latitude) continue
      const crossing = east + ((latitude - north) / (before - north)) * (beforeEast - east)
      if (longitude < crossing) inside = !inside
    }
    return inside
  })
}

const NORTH = 76
const SOUTH = -54
const WEST = -150
const EAST = 180

/**
 * Places on land in rows, every other row moved by half a step, so that neighbours are equally far apart.
 * @param degree size of a degree of longitude and of latitude in the units of `step`
 */
export function dotsOfLand(
  degree: { readonly width: number; readonly height: number },
  step: number,
  isOnLand: (place: Place) => boolean,
): Place[] {
  const dots: Place[] = []
  const [across, down] = [step / degree.width, (step * 0.87) / degree.height]
  for (let row = 0; NORTH - row * down > SOUTH; row++)
    for (let longitude = WEST + (row % 2) * (across / 2); longitude < EAST; longitude += across) {
      const place: Place = [NORTH - row * down, longitude]
      if (isOnLand(place)) dots.push(place)
    }
  return dots
}
