/** As `network` in connections.ts. */
export const business = `
m order {id} was rejected: item out of stock
m not enough stock for product {id}
m stock of article {id} does not suffice for order {id}
m payment for order {id} declined
m card of customer {id} was declined by the bank
m payment {id} could not be captured
m balance of account {id} is too low
m overdraft limit of account {id} reached
m credit check of customer {id} failed
m customer {id} does not exist
m no customer with number {id}
m invoice {id} is overdue
m invoice {id} does not balance
m sum of positions differs from total of invoice {id}
m tax rate for country {name} is unknown
m VAT number of {name} is not valid
m discount code {name} cannot be applied
m voucher {name} has already been used
m promotion {name} has ended
m shipment {id} could not be delivered to the address
m shipping address of order {id} is incomplete
m postcode {n} does not belong to {name}
m parcel {id} exceeds the permitted weight
m order {id} cannot be cancelled after dispatch
m cannot move order {id} from PAID to DRAFT
m invalid transition of contract {id} from open to archived
m workflow step {name} is not allowed for claim {id}
m approval of request {id} is missing
m booking {id} overlaps with booking {id}
m room {n} is already booked
m seat {n} is taken
m reservation {id} could not be confirmed
m the flight is overbooked
m appointment at {n} is no longer available
m opening hours do not allow a booking at {n}
m subscription of {user} has lapsed
m plan {name} does not include feature {name}
m usage limit of plan {name} reached for tenant {id}
m daily limit of {n} transfers reached for customer {id}
m transfer {id} refused by compliance
m beneficiary of transfer {id} is on a sanctions list
m IBAN {id} has a wrong check digit
m currency {name} is not supported for payments
m no exchange rate for {name} on that day
m price of product {id} must be positive
m quantity must be greater than zero
m quantity of {n} exceeds the maximum per order
m minimum order value not reached
m refund of {n} is more than what was paid
m refund period for order {id} is over
m chargeback received for payment {id}
m suspicious payment {id} held for review
m risk score of {n} is too high for application {id}
m application {id} for a loan was turned down
m claim {id} rejected: policy not active
m policy {id} does not cover this damage
m premium of contract {id} could not be calculated
m date of birth lies in the future
m applicant is younger than 18
m end date is before start date
m field "{name}" is mandatory
m validation error: {name} must not be empty
m validation of form {name} failed: phone number
m e-mail address {name} has the wrong form
m user name {user} is already taken
m a customer with this e-mail is already registered
m duplicate invoice number {id}
m duplicate payment {id} ignored
m order {id} was submitted twice
m cart {id} is empty at checkout
m checkout of cart {id} failed: price has changed
m product {id} has been discontinued
m SKU {id} is not in the catalogue
m warehouse {name} has no bin for article {id}
m counted quantity differs from the books for {id}
m inventory of {id} would become negative
m supplier {name} has not confirmed delivery
m delivery date for order {id} cannot be met
m employee {id} has no vacation days left
m working time of {user} exceeds the legal limit
m timesheet of {user} is incomplete
m payroll run {id}: no bank account for employee {id}
m account {id} is closed for postings
m posting period {n} is closed
m debit and credit of journal {id} differ
m document {id} lacks a signature
m contract {id} has not been signed
m form {id} rejected: attachment missing
m consent of patient {id} is missing
m prescription {id} has expired
m student {id} is not enrolled in course {name}
m course {name} is full
m exam registration is closed
m ticket {id} was scanned before
m ticket {id} is not valid for this event
m voting has ended for poll {id}
m loyalty account {id} has too few points
m bonus points of {user} are not redeemable
m reward {name} is not available for this member
m licence of {name} has run out
m trial period of tenant {id} is over
m maximum number of participants reached
m bid of {n} is below the reserve price
m auction {id} has ended
m meter reading {n} is lower than the last one
m tariff {name} is not valid for this region
m business rule {name} violated by order {id}
m vehicle {id} is not insured
m driver {id} has no valid licence
m goods receipt {id} does not match purchase order {id}
m customs declaration for {id} is incomplete
m kitchen cannot prepare order {id}: ingredient sold out
`;

/** As `network` in connections.ts: what tells of trouble and of nothing else. */
export const general = `
m something went wrong
m an error occurred
h an unexpected error occurred, please try again
h unknown error
h error code {n}
h operation failed
h failed to process {name}
h the request failed
h could not complete {name}
h error while processing item {id}
h fatal: giving up
h job {id} failed
h step {name} failed
h task {name} ended with an error
h processing of {id} was aborted
m warning: {name}
m {name} returned an error
m unexpected result from {name}
m retrying {name}, attempt {n}
l {name} is deprecated
l deprecated call of {name}
l this feature will be removed soon
m {n} errors were found
m {n} warnings, {n} errors
m see above for errors
h command failed: {name}
h exit status {n}
h make: *** [{name}] Error {n}
h script returned exit code {n}
h build failed
h pipeline failed at {name}
m message {id} was dropped
m dropping {n} events
m queue {name} is growing
m {name} skipped
m {name} was ignored
m {name} is not supported
m unknown {name}
m invalid {name}
m unexpected {name}
m inconsistent {name}
m cannot continue
m aborting
m failure in {name}
h critical error in {name}
m problem with {name}
m {name} did not succeed
l recovered after an error in {name}
m attempt {n} of {n} failed
m unable to handle {name}
`;
