/**
 * A local chain with real protocol bytecode, driven from Java: one or two anvil nodes with Uniswap V2 and V3, a second V2
 * factory, Aave V3 and Balancer, at least forty pools per chain, and the faults a trading engine has to survive.
 *
 * <p>Start at {@link org.alphapulse.devnet.Devnet#start(DevnetSpec)}. Addresses and hashes are lower-case hexadecimal strings
 * with {@code 0x}; amounts are integers in a token's smallest unit. The node binary and the bytecode are read at run time from
 * the npm packages of the contracts module and are no part of this library.
 */
@Export
@Version("0.1.0")
package org.alphapulse.devnet;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
