/** Where a system that is called stands until its address is written. */
export const EXAMPLE_HOST = 'https://api.example.com'
