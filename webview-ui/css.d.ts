/** Style sheets are the bundler's business: importing one only names it. */
declare module '*.css';
