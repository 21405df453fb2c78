package org.alphapulse.api.plugin;

import org.osgi.annotation.versioning.ProviderType;

/** Changes the plugins of a running engine. Any thread but a plugin's callback thread; each call returns when it is done. */
@ProviderType
public interface PluginAdminService extends PluginService {
    /**
     * Lets the candidate of a slot take over between two events; the version that acted so far stays as standby.
     *
     * @param id slot
     * @return what happened, in one line
     * @throws IllegalStateException if there is no candidate, saying what to do
     */
    String swap(String id);

    /**
     * Lets the standby version act again; the acting one becomes the candidate.
     *
     * @param id slot
     * @return what happened, in one line
     * @throws IllegalStateException if there is no standby, saying what to do
     */
    String rollback(String id);

    /**
     * Holds a slot's messages back, in order, without unbinding its plugin.
     *
     * @param id slot
     * @return what happened, in one line
     */
    String park(String id);

    /**
     * Delivers what a parked slot holds, then goes on; also gives a faulted plugin another chance.
     *
     * @param id slot
     * @return what happened, in one line
     */
    String resume(String id);
}
